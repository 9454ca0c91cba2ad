import { existsSync } from 'node:fs'
import { createLocalStripe } from 'local-stripe'
import { listen } from '../listen'

/** The local Stripe on a port, with its state in a file. */
export async function startStripe({
  port,
  file,
  secretKey,
  beginsDaysAgo = 0,
}: {
  port: number
  file: string
  secretKey: string
  /** A new one begins in the past, so that the seed can tell a story that ends today. */
  beginsDaysAgo?: number
}): Promise<{ url: string; close(): Promise<void> }> {
  const url = `http://localhost:${port}`
  const stripe = createLocalStripe({
    baseUrl: url,
    snapshotPath: file,
    secretKeys: [secretKey],
    ...(beginsDaysAgo > 0 &&
      !existsSync(file) && {
        clock: { mode: 'shifted' as const, offsetMs: -beginsDaysAgo * 86_400_000 },
      }),
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
