import { AdminConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider'
import pLimit from 'p-limit'
import type Stripe from 'stripe'
import type { StackFile } from '@/dev/stack/stack-file'
import { cognitoOf } from '@/e2e/support/cognito'
import { stripeClient } from '@/lib/stripe/client'

export type BenchCustomer = {
  userId: string
  customerId: string
  subscription: Stripe.Subscription
}

const atOnce = pLimit(8)

const stripeOf = ({ stripe }: StackFile) =>
  stripeClient({ secretKey: stripe.secretKey, base: stripe.url })

/** Creates users who pay for Pro. No event about the payment has been delivered to the app yet. */
export async function payingCustomers(stack: StackFile, count: number): Promise<BenchCustomer[]> {
  const stripe = stripeOf(stack)
  await silence(stripe)
  const [price] = (await stripe.prices.list({ lookup_keys: ['saas_pro_month'] })).data
  if (!price) throw new Error('The catalog has no monthly price for Pro')
  return Promise.all(
    Array.from({ length: count }, (_, index) =>
      atOnce(async () => {
        const email = `bench-${index}@example.com`
        const userId = await signUp(stack, email)
        const [customer] = (await stripe.customers.list({ email })).data
        if (!customer) throw new Error(`There is no Stripe customer for ${email}`)
        const card = await stripe.paymentMethods.attach('pm_card_visa', { customer: customer.id })
        const subscription = await stripe.subscriptions.create({
          customer: customer.id,
          items: [{ price: price.id }],
          default_payment_method: card.id,
        })
        return { userId, customerId: customer.id, subscription }
      }),
    ),
  )
}

async function signUp(stack: StackFile, Username: string): Promise<string> {
  const cognito = cognitoOf(stack)
  const { clientId: ClientId, userPoolId: UserPoolId } = stack.cognito
  const { UserSub } = await cognito.send(
    new SignUpCommand({
      ClientId,
      Username,
      Password: 'Correct-horse-9',
      UserAttributes: [{ Name: 'email', Value: Username }],
    }),
  )
  await cognito.send(new AdminConfirmSignUpCommand({ UserPoolId, Username }))
  return UserSub ?? ''
}

/** Disables the webhook endpoints, so that only the benchmark delivers events. */
async function silence(stripe: Stripe): Promise<void> {
  for await (const { id } of stripe.webhookEndpoints.list()) {
    await stripe.webhookEndpoints.update(id, { disabled: true })
  }
}
