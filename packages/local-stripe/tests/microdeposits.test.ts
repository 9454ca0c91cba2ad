import { describe, expect, it } from 'vitest'
import { stripeInProcess } from '../src/testing'

async function bank() {
  const at = stripeInProcess()
  const customer = await at.stripe.customers.create({ name: 'Ada' })
  const account = await at.stripe.paymentMethods.create({
    type: 'us_bank_account',
    us_bank_account: {
      account_number: '000123456789',
      routing_number: '110000000',
      account_holder_type: 'company',
      account_type: 'savings',
    },
    billing_details: { name: 'Ada' },
  })
  const shared = {
    customer: customer.id,
    payment_method: account.id,
    allowed_payment_method_types: ['us_bank_account' as const],
    confirm: true,
  }
  const pay = () => at.stripe.paymentIntents.create({ ...shared, amount: 4900, currency: 'usd' })
  const setUp = () => at.stripe.setupIntents.create(shared)
  return { ...at, account, customer, pay, setUp }
}

const action = {
  status: 'requires_action',
  next_action: {
    type: 'verify_with_microdeposits',
    verify_with_microdeposits: { microdeposit_type: 'amounts' },
  },
}

describe('a bank account that is given by its number', () => {
  it('pays after its microdeposits were verified', async () => {
    const { stripe, engine, account, pay } = await bank()
    expect(account.us_bank_account).toMatchObject({
      account_holder_type: 'company',
      account_type: 'savings',
    })
    const intent = await pay()
    expect(intent).toMatchObject(action)

    const verified = await stripe.paymentIntents.verifyMicrodeposits(intent.id, {
      amounts: [32, 45],
    })

    expect(verified.status).toBe('processing')
    engine.clock.advance({ days: 4, hours: 1 })
    expect(await stripe.paymentIntents.retrieve(intent.id)).toMatchObject({ status: 'succeeded' })
  })

  it('is saved after its microdeposits were verified', async () => {
    const { stripe, account, customer, setUp } = await bank()
    const intent = await setUp()
    expect(intent).toMatchObject(action)

    const done = await stripe.setupIntents.verifyMicrodeposits(intent.id, {
      descriptor_code: 'SM11AA',
    })

    expect(done.status).toBe('succeeded')
    expect(await stripe.paymentMethods.retrieve(account.id)).toMatchObject({
      customer: customer.id,
    })
  })

  it.each([
    [{ amounts: [1, 2] }, 'amounts_mismatch'],
    [{ amounts: [10, 11] }, 'attempts_exceeded'],
    [{ amounts: [40, 41] }, 'timeout'],
    [{ descriptor_code: 'SM99ZZ' }, 'descriptor_code_mismatch'],
  ])('isn’t verified by %o', async (given, problem) => {
    const { stripe, pay } = await bank()
    const { id } = await pay()

    await expect(stripe.paymentIntents.verifyMicrodeposits(id, given)).rejects.toMatchObject({
      statusCode: 400,
      code: `payment_method_microdeposit_verification_${problem}`,
    })
    expect(await stripe.paymentIntents.retrieve(id)).toMatchObject({ status: 'requires_action' })
  })
})

it('a verified test account needs no microdeposits, and nothing else can be verified', async () => {
  const { stripe } = await bank()
  const intent = await stripe.paymentIntents.create({
    amount: 4900,
    currency: 'usd',
    payment_method: 'pm_usBankAccount_success',
    allowed_payment_method_types: ['us_bank_account'],
    confirm: true,
  })

  expect(intent.status).toBe('processing')
  await expect(
    stripe.paymentIntents.verifyMicrodeposits(intent.id, { amounts: [32, 45] }),
  ).rejects.toMatchObject({ statusCode: 400, code: 'payment_intent_unexpected_state' })
})
