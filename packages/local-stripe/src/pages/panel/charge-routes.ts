import { type Context, Hono } from 'hono'
import { decimalsOf } from 'stripe-currencies'
import { readForm } from '../form'
import { notFound } from '../not-found'
import type { PageContext } from '../page-context'
import type { PageEnv } from '../security'
import { redirectBack } from './notices'

/** Refunds and disputes. */
export function chargeRoutes({ engine }: PageContext): Hono<PageEnv> {
  const app = new Hono<PageEnv>()
  const { store } = engine

  app.post('/charges/:id/refund', async (c) => {
    const charge = store.charges.get(c.req.param('id'))
    if (!charge) return notFound(c, 'payment')
    const entered = Number((await readForm(c.req.raw)).amount)
    const amount = Math.round(entered * 10 ** decimalsOf(charge.currency))
    if (!Number.isSafeInteger(amount)) return toCustomer(c, charge.id, { error: 'no_amount' })
    engine.refunds.create({ charge: charge.id, amount })
    return toCustomer(c, charge.id, { notice: 'refunded' })
  })

  app.post('/charges/:id/dispute', (c) => {
    const charge = store.charges.get(c.req.param('id'))
    if (!charge) return notFound(c, 'payment')
    engine.disputes.open(charge.id)
    return toCustomer(c, charge.id, { notice: 'disputed' })
  })

  app.post('/disputes/:id', async (c) => {
    const dispute = store.disputes.get(c.req.param('id'))
    if (!dispute) return notFound(c, 'dispute')
    const { outcome } = await readForm(c.req.raw)
    const won = outcome === 'won'
    engine.disputes.close(dispute.id, won ? 'won' : 'lost')
    return toCustomer(c, dispute.charge, { notice: won ? 'won' : 'lost' })
  })

  const toCustomer = (c: Context, charge: string, message: Parameters<typeof redirectBack>[2]) =>
    redirectBack(c, `/_panel/customers/${store.charges.get(charge)?.customer ?? ''}`, message)

  return app
}
