import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripeClient } from '@/lib/stripe/client'
import type { StackFile } from '../dev/stack/stack-file'
import { createAccount } from './support/account'
import { tokenOf } from './support/cognito'
import { newFolder, type RunningStack, removeFolder, spawnStack } from './support/stack'
import { cards, expect, newUser, payWith, type TestUser, test } from './test'

test('paid while the app was down, then everything was killed: access arrives after the restart', async ({
  browser,
}) => {
  const folder = newFolder()
  const person = newUser()
  // Without the app no webhook is accepted, so the payment's events stay undelivered.
  let running: RunningStack = await spawnStack('stack', { folder })
  try {
    const page = await browser.newPage()
    const { id: sessionId, url } = await checkoutFor(running, person)
    await page.goto(url)
    await payWith(page, cards.works)
    await savedByStripe(folder, sessionId)
    await page.close()
    await running.kill()

    running = await spawnStack('preview', { folder, flags: ['--no-build'] })

    await expect.poll(() => planOf(running, person), { timeout: 120_000 }).toBe('pro')
  } finally {
    await running.stop()
    removeFolder(folder)
  }
})

/**
 * Waits until the payment is in the file that the local Stripe starts from. It writes the file a
 * moment after it answers, and a slow disk makes that moment seconds.
 */
async function savedByStripe(folder: string, sessionId: string) {
  const file = join(folder, 'saas', 'stripe.json')
  await expect
    .poll(() => {
      const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean)
      const [, ...collections] = lines.map((line) => JSON.parse(line))
      const sessions = collections.flatMap(([name, items]) =>
        name === 'checkoutSessions' ? items : [],
      )
      return sessions.find(({ id }) => id === sessionId)?.payment_status
    })
    .toBe('paid')
}

async function checkoutFor(
  stack: StackFile,
  person: TestUser,
): Promise<{ id: string; url: string }> {
  const userId = await createAccount(stack, person)
  const stripe = stripeClient({ secretKey: stack.stripe.secretKey, base: stack.stripe.url })
  const customers = await stripe.customers.list({ email: person.email })
  const customer = customers.data.find(({ metadata }) => metadata.cognito_sub === userId)
  const prices = await stripe.prices.list({ lookup_keys: ['saas_pro_month'] })
  const session = await stripe.checkout.sessions.create({
    mode: 'subscription',
    customer: customer?.id ?? 'the sign-up made no customer',
    line_items: [{ price: prices.data[0]?.id ?? 'no price', quantity: 1 }],
    success_url: `${stack.app}/checkout/return?session_id={CHECKOUT_SESSION_ID}`,
  })
  return { id: session.id, url: session.url ?? 'no page' }
}

async function planOf(stack: StackFile, person: TestUser): Promise<string> {
  const token = await tokenOf(stack, person)
  const answer = await fetch(`${stack.app}/api/entitlements`, {
    headers: { authorization: `Bearer ${token}` },
  })
  return ((await answer.json()) as { plan: string }).plan
}
