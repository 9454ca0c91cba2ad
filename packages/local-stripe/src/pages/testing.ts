import Stripe from 'stripe'
import type { DeliveryOptions } from '../delivery/deliveries'
import { frozenAt } from '../engine/world/clock'
import { createLocalStripe } from '../local-stripe'

export const BASE = 'http://localhost:12111'
export const workingCard = '4242 4242 4242 4242'
export const declinedCard = '4000 0000 0000 0002'
export const secureCard = '4000 0025 0000 3155'

/** A shop on a local Stripe with a frozen clock, and helpers to visit its pages. */
export async function createShop(deliveries?: DeliveryOptions) {
  const local = createLocalStripe({ clock: frozenAt('2026-11-21T12:00:00Z'), seed: 1, deliveries })
  const stripe = new Stripe('sk_test_shop', {
    httpClient: Stripe.createFetchHttpClient(local.fetch),
  })
  const site = { request: local.fetch }

  const visit = async (path: string) => readPage(await site.request(new URL(path, BASE).href))
  const submit = async (path: string, fields: Record<string, string> = {}) => {
    const response = await site.request(new URL(path, BASE).href, {
      method: 'POST',
      headers: { origin: BASE },
      body: new URLSearchParams(fields),
    })
    return readPage(response)
  }

  const starter = await plan(stripe, 'Starter', 1900)
  const pro = await plan(stripe, 'Pro', 4900)
  const ada = await stripe.customers.create({ email: 'ada@example.com', name: 'Ada Lovelace' })

  return {
    local,
    site,
    stripe,
    visit,
    submit,
    starter,
    pro,
    ada,
    /** Creates a Checkout session, and returns the path of its page. */
    checkout: async (params: SessionParams = {}) => {
      const session = await stripe.checkout.sessions.create({
        mode: 'subscription',
        customer: ada.id,
        line_items: [{ price: pro.id, quantity: 1 }],
        success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}',
        cancel_url: 'https://shop.example/plans',
        ...params,
      })
      return { session, path: new URL(session.url ?? '').pathname }
    },
    subscribed: () =>
      stripe.customers
        .update(ada.id, { source: 'tok_visa' })
        .then(() => stripe.subscriptions.create({ customer: ada.id, items: [{ price: pro.id }] })),
  }
}

type SessionParams = Partial<Stripe.Checkout.SessionCreateParams>

/** The form fields of a card. */
export const card = (number: string, rest: Record<string, string> = {}) => ({
  number,
  expiry: '12 / 30',
  cvc: '123',
  name: 'Ada Lovelace',
  ...rest,
})

interface PageView {
  status: number
  location: string | null
  html: string
  /** The visible text, without markup. */
  text: string
}

async function readPage(response: Response): Promise<PageView> {
  const html = await response.text()
  const text = html
    .replace(/^[\s\S]*<main/, '<main')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim()
  return { status: response.status, location: response.headers.get('location'), html, text }
}

async function plan(stripe: Stripe, name: string, amount: number): Promise<Stripe.Price> {
  const product = await stripe.products.create({ name })
  return stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: amount,
    recurring: { interval: 'month' },
  })
}
