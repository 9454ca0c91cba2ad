import { PDFDocument } from 'pdf-lib'
import type Stripe from 'stripe'
import { beforeEach, describe, expect, it } from 'vitest'
import { BASE, card, createShop, declinedCard, secureCard, workingCard } from '../testing'

let shop: Awaited<ReturnType<typeof createShop>>
beforeEach(async () => {
  shop = await createShop()
})

describe('a paid invoice', () => {
  it('shows its lines and that nothing is due', async () => {
    const { latest_invoice } = await shop.subscribed()
    const { text, html } = await shop.visit(`/i/${latest_invoice}`)

    expect(text).toContain('Billed to Ada Lovelace')
    expect(text).toContain('Total $49.00 Paid -$49.00 Amount due $0.00')
    expect(html).not.toContain('Card number')
  })

  it('shows exclusive tax as a row of its own, and says which tax is included', async () => {
    const rate = async (inclusive: boolean) =>
      (await shop.stripe.taxRates.create({ display_name: 'VAT', percentage: 20, inclusive })).id
    const invoiced = async (tax_rate: string) => {
      const { latest_invoice } = await shop.stripe.subscriptions.create({
        customer: shop.ada.id,
        items: [{ price: shop.pro.id }],
        default_tax_rates: [tax_rate],
      })
      return (await shop.visit(`/i/${latest_invoice}`)).text
    }
    await shop.stripe.customers.update(shop.ada.id, { source: 'tok_visa' })

    expect(await invoiced(await rate(false))).toContain('Subtotal $49.00 Tax $9.80 Total $58.80')
    expect(await invoiced(await rate(true))).toContain('Total $49.00 Including tax $8.17')
  })

  it('has a PDF, which is always the same', async () => {
    const { latest_invoice } = await shop.subscribed()
    const load = () => shop.site.request(`${BASE}/i/${latest_invoice}/pdf`)
    const [first, second] = await Promise.all([load(), load()])

    expect(first.headers.get('content-type')).toBe('application/pdf')
    const file = new Uint8Array(await first.arrayBuffer())
    expect(file).toEqual(new Uint8Array(await second.arrayBuffer()))
    const pdf = await PDFDocument.load(file)
    expect(pdf.getTitle()).toMatch(/^Invoice \w+/)
    expect(pdf.getPageCount()).toBe(1)
  })
})

it('prints long invoices on several pages, with names in any alphabet', async () => {
  await shop.stripe.customers.update(shop.ada.id, { name: 'Ада Лавлейс 愛達' })
  const { id } = await shop.stripe.invoices.create({ customer: shop.ada.id })
  for (const day of Array.from({ length: 30 }, (_, i) => i + 1)) {
    const description = `Day ${day}: ${'advice '.repeat(30)}`
    const item = { customer: shop.ada.id, invoice: id, amount: 100, currency: 'usd', description }
    await shop.stripe.invoiceItems.create(item)
  }
  await shop.stripe.invoices.finalizeInvoice(id)

  const response = await shop.site.request(`${BASE}/i/${id}/pdf`)
  const pdf = await PDFDocument.load(await response.arrayBuffer())
  expect(pdf.getPageCount()).toBe(2)
})

describe('an open invoice', () => {
  it('is paid with a new card, and its subscription starts', async () => {
    const { id, path } = await unpaid()
    expect((await shop.visit(path)).text).toContain('Pay $49.00')

    const { location } = await shop.submit(path, card(workingCard))
    expect(location).toBe(path)
    expect((await shop.visit(path)).text).toContain('Amount due $0.00')
    expect((await shop.stripe.subscriptions.retrieve(id)).status).toBe('active')
  })

  it('stays open when the card is declined, and the card is not saved', async () => {
    const { path } = await unpaid()
    const { status, text } = await shop.submit(path, card(declinedCard))

    expect(status).toBe(402)
    expect(text).toContain('Your card was declined.')
    const { data } = await shop.stripe.paymentMethods.list({ customer: shop.ada.id })
    expect(data.map((method) => method.card?.last4)).not.toContain('0002')
  })

  it('shows the 3-D Secure page if the card requires it', async () => {
    const { id, path } = await unpaid()
    const { location } = await shop.submit(path, card(secureCard))
    expect(location).toBe(`${path}/authenticate`)
    expect((await shop.visit(`${path}/authenticate`)).text).toContain('Approve $49.00?')

    await shop.submit(`${path}/authenticate`, { outcome: 'complete' })
    expect((await shop.stripe.subscriptions.retrieve(id)).status).toBe('active')
  })
})

it('answers 404 if there is no such invoice', async () => {
  expect((await shop.visit('/i/in_nothing')).status).toBe(404)
  expect((await shop.visit('/i/in_nothing/pdf')).status).toBe(404)
})

/** A subscription whose first payment was declined, and the page of its invoice. */
async function unpaid(): Promise<{ id: string; path: string }> {
  await shop.stripe.customers.update(shop.ada.id, { source: 'tok_chargeCustomerFail' })
  const subscription: Stripe.Subscription = await shop.stripe.subscriptions.create({
    customer: shop.ada.id,
    items: [{ price: shop.pro.id }],
  })
  return { id: subscription.id, path: `/i/${subscription.latest_invoice}` }
}
