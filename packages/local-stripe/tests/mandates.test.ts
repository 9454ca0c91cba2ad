import { describe, expect, it } from 'vitest'
import { stripeInProcess } from '../src/testing'

const online = {
  customer_acceptance: {
    type: 'online' as const,
    accepted_at: 1_768_000_000,
    online: { ip_address: '203.0.113.7', user_agent: 'a browser' },
  },
}

async function sepa() {
  const at = stripeInProcess()
  const account = await at.stripe.paymentMethods.create({
    type: 'sepa_debit',
    sepa_debit: { iban: 'DE89370400440532013000' },
    billing_details: { name: 'Ada', email: 'ada@example.com' },
  })
  const pay = (more: { mandate_data?: typeof online; mandate?: string; customer?: string } = {}) =>
    at.stripe.paymentIntents.create({
      amount: 4900,
      currency: 'eur',
      payment_method: account.id,
      allowed_payment_method_types: ['sepa_debit'],
      confirm: true,
      expand: ['latest_charge'],
      ...more,
    })
  const updates = () =>
    at.engine.store.events
      .all()
      .flatMap(({ type, data }) => (type === 'mandate.updated' ? [data.object] : []))
  return { ...at, account, pay, updates }
}

const mandateOf = (intent: { latest_charge: unknown }) =>
  (intent.latest_charge as { payment_method_details: { sepa_debit: { mandate: string | null } } })
    .payment_method_details.sepa_debit.mandate

describe('mandate_data', () => {
  it('of a payment makes a mandate for this payment', async () => {
    const { stripe, pay, updates } = await sepa()

    const intent = await pay({ mandate_data: online })
    const mandate = await stripe.mandates.retrieve(mandateOf(intent) ?? '')

    expect(intent.status).toBe('processing')
    expect(mandate).toMatchObject({
      ...online,
      type: 'single_use',
      single_use: { amount: 4900, currency: 'eur' },
      payment_method: intent.payment_method,
      payment_method_details: { type: 'sepa_debit' },
      status: 'inactive',
    })
    expect(updates()).toMatchObject([{ id: mandate.id, status: 'inactive' }])
  })

  it('of a setup makes a mandate for later payments, until the payment method is detached', async () => {
    const { stripe, account, pay, updates } = await sepa()
    const customer = await stripe.customers.create()

    const setup = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: account.id,
      allowed_payment_method_types: ['sepa_debit'],
      confirm: true,
      mandate_data: online,
      expand: ['mandate'],
    })
    expect(setup.mandate).toMatchObject({ type: 'multi_use', status: 'active', multi_use: {} })
    const { id } = setup.mandate as { id: string }

    const later = await pay({ customer: customer.id })
    const named = await pay({ customer: customer.id, mandate: id })
    expect([mandateOf(later), mandateOf(named)]).toEqual([id, id])
    expect(updates()).toEqual([])

    await stripe.paymentMethods.detach(account.id)
    expect(updates()).toMatchObject([{ id, status: 'inactive' }])
  })

  it('of a bank account that is not verified is pending until it is', async () => {
    const { stripe, updates } = await sepa()
    const customer = await stripe.customers.create()
    const account = await stripe.paymentMethods.create({
      type: 'us_bank_account',
      us_bank_account: { account_number: '000123456789', routing_number: '110000000' },
      billing_details: { name: 'Ada' },
    })
    const setup = await stripe.setupIntents.create({
      customer: customer.id,
      payment_method: account.id,
      allowed_payment_method_types: ['us_bank_account'],
      confirm: true,
      mandate_data: { customer_acceptance: { type: 'offline', offline: {} } },
      expand: ['mandate'],
    })
    expect(setup.mandate).toMatchObject({ status: 'pending', customer_acceptance: { offline: {} } })

    await stripe.setupIntents.verifyMicrodeposits(setup.id, { amounts: [32, 45] })

    expect(updates()).toMatchObject([{ status: 'active' }])
  })

  it('needs what an acceptance online consists of, and a confirmation', async () => {
    const { stripe, pay } = await sepa()

    await expect(
      pay({ mandate_data: { customer_acceptance: { type: 'online' } } as typeof online }),
    ).rejects.toMatchObject({ code: 'parameter_missing' })
    await expect(
      stripe.paymentIntents.create({ amount: 4900, currency: 'eur', mandate_data: online }),
    ).rejects.toMatchObject({ param: 'mandate_data' })
    await expect(pay({ mandate: 'mandate_unknown' })).rejects.toMatchObject({
      code: 'resource_missing',
    })
  })
})
