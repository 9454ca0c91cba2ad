import type Stripe from 'stripe'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { usedEventTypes } from '@/lib/sync/events/used-events'
import { unmetered } from '@/testing/catalog'
import { deliver } from '@/testing/deliver'
import { buy } from '@/testing/shop'
import { createWorld } from '@/testing/world'

export type DeliveredEvent = {
  type: string
  /** What the delivery called, by name: `accountWrites.save`, `stripe GET /v1/subscriptions`. */
  calls: string[]
}

export type YearOptions = {
  /** Time from an event to its delivery, and from one delivery to the next. */
  firstAfterMs?: number
  apartMs?: number
  /** Every event type, or only those that the endpoint subscribes to. */
  types?: 'all' | 'used'
}

/**
 * One subscriber's year on the local Stripe: a trial and its conversion, an upgrade, a downgrade,
 * two failed payments that recover, a cancellation that is undone, and a final one. Each event is
 * delivered to the real webhook handler, soon after it was made and in order. Its plans bill no
 * usage: beside a year, Stripe would send an invoice each month.
 */
export async function recordedYear({
  firstAfterMs = 1_000,
  apartMs = 150,
  types = 'used',
}: YearOptions = {}): Promise<{ delivered: DeliveredEvent[]; plan: string; groups: string[] }> {
  const world = await createWorld({ catalog: unmetered(saas), env: { TRIAL_DAYS: '14' } })
  const ada = world.addUser()
  const { engine, stripe } = world
  const delivered: DeliveredEvent[] = []
  let seen = engine.store.events.all().length

  /** Delivers the new events. The delay passes on Stripe's clock. */
  const deliverNew = async () => {
    let wait = firstAfterMs
    for (;;) {
      const [event] = engine.store.events.all().slice(seen)
      if (!event) return
      seen++
      if (types === 'used' && !usedEventTypes.includes(event.type)) continue
      engine.clock.advance({ seconds: wait / 1000 })
      wait = apartMs
      world.calls.length = 0
      const { status } = await deliver(world, event)
      if (status !== 200) throw new Error(`${event.type} was answered ${status}`)
      delivered.push({ type: event.type, calls: [...world.calls] })
    }
  }
  /** Stops at each scheduled step on the way, so that its events are delivered at once. */
  const until = async (moment: string) => {
    const end = Date.parse(moment)
    for (;;) {
      const now = engine.clock.now().getTime()
      const next = engine.world.agenda.next()?.at ?? end
      const stop = Math.min(end, Math.max(now, next))
      if (stop > now) engine.clock.advance({ seconds: (stop - now) / 1000 })
      else engine.clock.runDue()
      await deliverNew()
      if (stop >= end) return
    }
  }
  const only = () => {
    const [subscription] = engine.store.subscriptions.all()
    if (!subscription) throw new Error('There is no subscription')
    return subscription
  }
  const update = async (change: Stripe.SubscriptionUpdateParams) => {
    await stripe.subscriptions.update(only().id, change)
    await deliverNew()
  }
  const moveTo = async (lookupKey: string) => {
    const [price] = (await stripe.prices.list({ lookup_keys: [lookupKey] })).data
    const items = [{ id: only().items.data[0]?.id ?? '', price: price?.id ?? '' }]
    await update({ items, proration_behavior: 'always_invoice' })
  }
  const payWith = async (card: string) => {
    const customer = typeof only().customer === 'string' ? String(only().customer) : ''
    const method = await stripe.paymentMethods.attach(card, { customer })
    await update({ default_payment_method: method.id })
  }

  await buy(world, ada, { plan: 'starter' })
  await deliverNew()
  await until('2026-04-02T00:00:00Z')
  await moveTo('saas_pro_month')
  await until('2026-06-01T00:00:00Z')
  await moveTo('saas_starter_month')
  await until('2026-07-01T00:00:00Z')
  await payWith('pm_card_chargeCustomerFail')
  await until('2026-07-19T12:00:00Z')
  await payWith('pm_card_visa')
  await until('2026-09-01T00:00:00Z')
  await update({ cancel_at_period_end: true })
  await until('2026-09-03T00:00:00Z')
  await update({ cancel_at_period_end: false })
  await until('2027-01-20T00:00:00Z')
  await update({ cancel_at_period_end: true })
  await until('2027-03-01T12:00:00Z')

  const row = await world.accounts.get(ada.userId)
  const groups = await world.cognito.of(ada.username)
  await world.close()
  return { delivered, plan: row?.access.plan ?? '', groups }
}
