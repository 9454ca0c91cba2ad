import { Hono } from 'hono'
import type { Store } from '../../engine/world/store'
import type { PaymentIntent, SetupIntent } from '../../engine/world/types'
import { readForm } from '../form'
import { money } from '../money'
import { notFound } from '../not-found'
import type { PageContext } from '../page-context'
import type { PageEnv } from '../security'
import { authenticatePage } from './authenticate'

/** `/3ds/:id`: the page of `next_action`, for an intent that the app confirmed itself. */
export function authenticatePages({ engine }: PageContext): Hono<PageEnv> {
  const app = new Hono<PageEnv>()

  app.get('/:id', (c) => {
    const intent = intentToAuthenticate(engine.store, c.req.param('id'))
    if (!intent) return notFound(c, 'payment to authenticate')
    c.set('formTargets', [returnUrl(intent) ?? ''])
    const amount = 'amount' in intent ? money(intent.amount, intent.currency) : null
    return c.html(authenticatePage({ action: `/3ds/${intent.id}`, amount }))
  })

  app.post('/:id', async (c) => {
    const intent = intentToAuthenticate(engine.store, c.req.param('id'))
    if (!intent) return notFound(c, 'payment to authenticate')
    const back = returnUrl(intent)
    const { outcome } = await readForm(c.req.raw)
    const answer = outcome === 'complete' ? 'success' : 'fail'
    const succeeded =
      intent.object === 'payment_intent'
        ? engine.paymentIntents.answerAuthentication(intent.id, answer).kind !== 'declined'
        : engine.setupIntents.answerAuthentication(intent.id, answer).status === 'succeeded'
    return back
      ? c.redirect(withStatus(back, intent, succeeded), 303)
      : c.text('Done. You can close this page.')
  })

  return app
}

function intentToAuthenticate(store: Store, id: string): PaymentIntent | SetupIntent | null {
  const intent = store.paymentIntents.get(id) ?? store.setupIntents.get(id)
  return intent?.status === 'requires_action' ? intent : null
}

const returnUrl = ({ next_action }: PaymentIntent | SetupIntent) =>
  next_action?.redirect_to_url?.return_url ?? null

/** The return URL with the parameters that Stripe adds. */
function withStatus(back: string, intent: PaymentIntent | SetupIntent, succeeded: boolean): string {
  const url = new URL(back)
  url.searchParams.set(intent.object, intent.id)
  url.searchParams.set(`${intent.object}_client_secret`, intent.client_secret ?? '')
  url.searchParams.set('redirect_status', succeeded ? 'succeeded' : 'failed')
  return url.href
}
