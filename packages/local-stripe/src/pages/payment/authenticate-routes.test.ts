import { beforeEach, describe, expect, it } from 'vitest'
import { createShop } from '../testing'

let shop: Awaited<ReturnType<typeof createShop>>
beforeEach(async () => {
  shop = await createShop()
})

describe('the page that next_action leads to', () => {
  it.each([
    ['complete', 'succeeded', 'succeeded'],
    ['fail', 'failed', 'requires_payment_method'],
  ])('returns to the app after the answer “%s”', async (outcome, redirect, status) => {
    const { id, path } = await confirmed()
    expect((await shop.visit(path)).text).toContain('Approve $49.00?')

    const { location } = await shop.submit(path, { outcome })
    const back = new URL(location ?? '')
    expect(back.origin + back.pathname).toBe('https://shop.example/after')
    expect(Object.fromEntries(back.searchParams)).toMatchObject({
      order: '7',
      payment_intent: id,
      redirect_status: redirect,
    })
    expect((await shop.stripe.paymentIntents.retrieve(id)).status).toBe(status)
  })

  it('does the same for a setup intent', async () => {
    const intent = await shop.stripe.setupIntents.create({
      customer: shop.ada.id,
      payment_method: 'pm_card_authenticationRequired',
    })
    const { next_action } = await shop.stripe.setupIntents.confirm(intent.id, {
      return_url: 'https://shop.example/after',
    })
    const { pathname } = new URL(next_action?.redirect_to_url?.url ?? '')
    expect((await shop.visit(pathname)).text).toContain('Approve this card?')

    const { location } = await shop.submit(pathname, { outcome: 'complete' })
    expect(location).toContain(`setup_intent=${intent.id}`)
    expect(location).toContain('redirect_status=succeeded')
  })

  it('can be answered only once', async () => {
    const { path } = await confirmed()
    await shop.submit(path, { outcome: 'complete' })

    expect((await shop.visit(path)).status).toBe(404)
    expect((await shop.submit(path, { outcome: 'complete' })).status).toBe(404)
  })
})

async function confirmed() {
  const { id, next_action } = await shop.stripe.paymentIntents.create({
    amount: 4900,
    currency: 'usd',
    payment_method: 'pm_card_authenticationRequired',
    confirm: true,
    return_url: 'https://shop.example/after?order=7',
  })
  return { id, path: new URL(next_action?.redirect_to_url?.url ?? '').pathname }
}
