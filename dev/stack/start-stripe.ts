import { createLocalStripe } from 'local-stripe'
import { listen } from '../listen'

/** The local Stripe on a port, with its state in a file. */
export async function startStripe({
  port,
  file,
  secretKey,
}: {
  port: number
  file: string
  secretKey: string
}): Promise<{ url: string; close(): Promise<void> }> {
  const url = `http://localhost:${port}`
  const stripe = createLocalStripe({
    baseUrl: url,
    snapshotPath: file,
    secretKeys: [secretKey],
    settings: { paymentMethodTypes: ['card', 'us_bank_account'] },
  })
  const server = await listen(stripe.fetch, port)
  return {
    url,
    async close() {
      await server.close()
      await stripe.close()
    },
  }
}
