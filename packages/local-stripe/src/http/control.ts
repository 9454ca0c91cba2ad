import { Hono } from 'hono'
import { z } from 'zod'
import type { Deliveries } from '../delivery/deliveries'
import { FaultRates, type Faults } from '../delivery/faults'
import type { Engine } from '../engine/engine'
import { CountryTaxChange } from '../engine/tax/country-taxes'
import { ApiError } from '../engine/world/errors'
import { isForeignRequest } from './origin-guard'
import type { UnsupportedParameters } from './unsupported-parameters'

const ClockChange = z.union([
  z.strictObject({
    advance: z.strictObject({
      days: z.number().min(0).optional(),
      hours: z.number().min(0).optional(),
      minutes: z.number().min(0).optional(),
      seconds: z.number().min(0).optional(),
    }),
  }),
  z.strictObject({ to: z.iso.datetime({ offset: true }) }),
  z.strictObject({ nextRenewal: z.literal(true) }),
  z.strictObject({ mode: z.literal('real') }),
])
const FaultChange = z.union([
  z.strictObject({ reset: z.literal(true) }),
  z.object(
    Object.fromEntries(
      Object.entries(FaultRates.shape).map(([name, shape]) => [name, shape.unwrap().optional()]),
    ),
  ),
])

/** The parts of a local Stripe that the control API uses. */
interface ControlParts {
  engine: Engine
  deliveries: Deliveries
  faults: Faults
  unsupported: UnsupportedParameters
}

/** `/_control`: the functions of the control panel for scripts and tests. JSON, without a key. */
export function createControl({ engine, deliveries, faults, unsupported }: ControlParts): Hono {
  const app = new Hono().basePath('/_control')
  const { world } = engine

  app.use(async (context, next) => {
    if (isForeignRequest(context.req.raw, engine.settings.baseUrl)) {
      return context.json({ error: { message: 'This request came from another site.' } }, 403)
    }
    await next()
  })
  app.onError((error, context) => {
    if (error instanceof ApiError) {
      return context.json({ error: error.body }, error.status as 400)
    }
    if (
      error instanceof z.ZodError ||
      error instanceof RangeError ||
      error instanceof SyntaxError
    ) {
      return context.json({ error: { message: error.message } }, 400)
    }
    throw error
  })

  app.get('/clock', (context) => context.json(clockState(engine)))
  app.post('/clock', async (context) => {
    const change = ClockChange.parse(await context.req.json())
    if ('advance' in change) engine.clock.advance(change.advance)
    else if ('to' in change) engine.clock.advanceTo(new Date(change.to))
    else if ('nextRenewal' in change) engine.clock.advanceToNextRenewal()
    else engine.clock.real()
    return context.json(clockState(engine))
  })

  app.get('/faults', (context) => context.json(faults.rates()))
  app.post('/faults', async (context) => {
    const change = FaultChange.parse(await context.req.json())
    return context.json('reset' in change ? faults.reset() : faults.set(change))
  })

  app.get('/taxes', (context) => context.json(engine.taxes.all()))
  app.post('/taxes', async (context) =>
    context.json(engine.taxes.set(CountryTaxChange.parse(await context.req.json()))),
  )

  app.get('/customers', (context) =>
    context.json({
      data: world.store.customers
        .all()
        .reverse()
        .map((customer) => ({
          ...customer,
          next_payment_fails: world.store.customerNotes.get(customer.id)?.nextPaymentFails ?? false,
          subscriptions: world.store.subscriptions.where('customer', customer.id),
        })),
    }),
  )
  app.post('/customers/:id/next-payment-fails', async (context) => {
    const { fails } = z
      .strictObject({ fails: z.boolean().default(true) })
      .parse(await context.req.json().catch(() => ({})))
    engine.customers.nextPaymentFails(context.req.param('id'), fails)
    return context.json({ fails })
  })

  app.post('/charges/:id/refund', async (context) => {
    const { amount } = z
      .strictObject({ amount: z.number().int().min(1).optional() })
      .parse(await context.req.json().catch(() => ({})))
    return context.json(engine.refunds.create({ charge: context.req.param('id'), amount }))
  })
  app.post('/charges/:id/dispute', (context) =>
    context.json(engine.disputes.open(context.req.param('id'))),
  )
  app.post('/charges/:id/warn', (context) =>
    context.json(engine.earlyFraudWarnings.create(context.req.param('id'))),
  )
  app.post('/disputes/:id/close', async (context) => {
    const { outcome } = z
      .strictObject({ outcome: z.enum(['won', 'lost']) })
      .parse(await context.req.json())
    return context.json(engine.disputes.close(context.req.param('id'), outcome))
  })

  app.get('/events', (context) =>
    context.json({
      data: world.store.events
        .all()
        .slice(-Number(context.req.query('limit') ?? 100))
        .reverse()
        .map((event) => ({ event, deliveries: world.store.deliveries.where('event', event.id) })),
    }),
  )
  app.post('/events/:id/resend', (context) => {
    const id = context.req.param('id')
    if (!world.store.events.get(id))
      return context.json({ error: { message: `No event ${id}.` } }, 404)
    return context.json({ sent: deliveries.resend(id, context.req.query('endpoint')) })
  })
  app.post('/webhook_endpoints/:id/roll', async (context) => {
    const { overlapSeconds } = z
      .strictObject({ overlapSeconds: z.number().min(0).optional() })
      .parse(await context.req.json().catch(() => ({})))
    const secret = engine.webhookEndpoints.rollSecret(context.req.param('id'), overlapSeconds)
    return context.json({ secret })
  })
  app.get('/unsupported_parameters', (context) => context.json({ data: unsupported.uses() }))
  app.get('/agenda', (context) =>
    context.json({
      data: world.agenda
        .all()
        .slice(0, 100)
        .map(({ at, task, id }) => ({ at: new Date(at).toISOString(), task, id })),
    }),
  )
  return app
}

const clockState = (engine: Engine) => ({
  now: engine.clock.now().toISOString(),
  ...engine.clock.state(),
})
