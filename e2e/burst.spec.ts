import { ListUsersInGroupCommand } from '@aws-sdk/client-cognito-identity-provider'
import pLimit from 'p-limit'
import { appEnv } from '@/dev/stack/env'
import { stripeClient } from '@/lib/stripe/client'
import { createAccount } from './support/account'
import { cognitoOf } from './support/cognito'
import { startNextApp } from './support/next-app'
import { cronSecretOf } from './support/scheduler'
import { newFolder, type RunningStack, removeFolder, spawnStack } from './support/stack'
import { expect, test } from './test'

/** How many customers pay at once. `BURST=500 npm run e2e -- burst` tries more. */
const customers = Number(process.env.BURST ?? 60)
const atOnce = pLimit(10)

test('kill -9 in the middle of a burst: everyone who paid has access after the restart', async () => {
  const folder = newFolder()
  const stack = await spawnStack('stack', { folder })
  const start = () =>
    startNextApp('.', Number(new URL(stack.app).port), appEnv(coordinates(stack), process.env))
  let app = await start()
  try {
    const buyers = await signUpMany(stack)

    let paid = 0
    const paying = Promise.all(
      buyers.map((buyer) => atOnce(() => pay(stack, buyer).then(() => paid++))),
    )
    await expect.poll(() => paid, { timeout: 120_000 }).toBeGreaterThan(customers / 3)
    await app.kill()
    await paying
    const before = await membersOf(stack, 'pro')
    app = await start()

    expect(before, 'it was killed in the middle').toBeLessThan(customers)
    await expect
      .poll(() => membersOf(stack, 'pro'), { timeout: 300_000, intervals: [1_000] })
      // These include the stack's demo accounts.
      .toBe(customers + demoAccounts(stack, 'pro'))
  } finally {
    await app.stop()
    await stack.stop()
    removeFolder(folder)
  }
})

const signUpMany = (stack: RunningStack): Promise<string[]> =>
  Promise.all(
    Array.from({ length: customers }, (_, index) =>
      atOnce(async () => {
        const email = `burst-${index}@example.com`
        await createAccount(stack, { email, password: 'Correct-horse-9' })
        return email
      }),
    ),
  )

/** Uses the customer that sign-up created. The events go to the registered webhook endpoint. */
async function pay(stack: RunningStack, email: string): Promise<void> {
  const stripe = stripeClient({ secretKey: stack.stripe.secretKey, base: stack.stripe.url })
  const [customer] = (await stripe.customers.list({ email })).data
  const [price] = (await stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
  if (!customer || !price) throw new Error(`There is no Stripe customer for ${email}`)
  const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
  await stripe.subscriptions.create({
    customer: customer.id,
    items: [{ price: price.id }],
    default_payment_method: card.id,
  })
}

async function membersOf(stack: RunningStack, group: string): Promise<number> {
  const cognito = cognitoOf(stack)
  let members = 0
  let NextToken: string | undefined
  do {
    const page = await cognito.send(
      new ListUsersInGroupCommand({
        UserPoolId: stack.cognito.userPoolId,
        GroupName: group,
        Limit: 60,
        NextToken,
      }),
    )
    members += page.Users?.length ?? 0
    NextToken = page.NextToken
  } while (NextToken)
  return members
}

const demoAccounts = ({ accounts }: RunningStack, plan: string) =>
  accounts.filter((account) => account.plan.toLowerCase() === plan).length

/** The contents of `stack.json`, and the secret that the stack's own scheduler sends. */
const coordinates = (stack: RunningStack) => ({
  ...stack,
  appUrl: stack.app,
  cronSecret: cronSecretOf(stack.folder, stack),
})
