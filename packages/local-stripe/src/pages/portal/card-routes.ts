import { type Context, Hono } from 'hono'
import { emptyForm, type Filled, readForm } from '../form'
import type { PageContext } from '../page-context'
import { authenticatePage } from '../payment/authenticate'
import { fillTestCard, readCard } from '../payment/card'
import { declineErrorsOf } from '../payment/decline'
import type { PageEnv } from '../security'
import { addCard, cardToApprove } from './add-card'
import { addMethodPage } from './add-method'
import { finishStep } from './flow'
import type { Portal } from './read'
import { portalLoader } from './with-portal'

/** Adding a card in the portal, with the 3-D Secure step. */
export function cardRoutes(context: PageContext): Hono<PageEnv> {
  const app = new Hono<PageEnv>()
  const withPortal = portalLoader(context)
  const { engine } = context

  const add = '/:id/payment-methods/add'
  app.get(
    add,
    withPortal((c, portal) => c.html(addMethodPage({ portal, filled: emptyForm }))),
  )
  app.post(
    add,
    withPortal(async (c, portal) => {
      const values = await readForm(c.req.raw)
      const now = engine.clock.now()
      const again = (filled: Filled, status: 200 | 402 | 422) =>
        c.html(addMethodPage({ portal, filled }), status)

      if (values.fill) {
        return again({ values: fillTestCard(values.fill, values, now), errors: {} }, 200)
      }
      const entered = readCard(values, now)
      if (entered.kind === 'invalid') return again({ values, errors: entered.errors }, 422)
      try {
        const intent = await addCard(context, portal, entered.card)
        if (intent.status === 'requires_action') {
          const query = new URLSearchParams({ setup: intent.id, default: values.default ?? '' })
          return c.redirect(`${portal.path}/payment-methods/authenticate?${query}`, 303)
        }
        return added(c, portal, String(intent.payment_method), values.default === 'yes')
      } catch (error) {
        const errors = declineErrorsOf(error)
        if (!errors) throw error
        return again({ values, errors }, 402)
      }
    }),
  )

  const authenticate = '/:id/payment-methods/authenticate'
  app.get(
    authenticate,
    withPortal((c, portal) => {
      const intent = cardToApprove(context, portal, c.req.query('setup') ?? '')
      if (!intent) return c.redirect(portal.home, 303)
      const query = new URLSearchParams(c.req.query())
      const action = `${portal.path}/payment-methods/authenticate?${query}`
      return c.html(authenticatePage({ action, amount: null }))
    }),
  )
  app.post(
    authenticate,
    withPortal(async (c, portal) => {
      const intent = cardToApprove(context, portal, c.req.query('setup') ?? '')
      if (!intent) return c.redirect(portal.home, 303)
      const { outcome } = await readForm(c.req.raw)
      const answer = outcome === 'complete' ? 'success' : 'fail'
      const { status } = engine.setupIntents.answerAuthentication(intent.id, answer)
      if (status === 'succeeded') {
        return added(c, portal, intent.payment_method ?? '', c.req.query('default') === 'yes')
      }
      const errors = { number: 'Your bank couldn’t verify you. Try again, or use another card.' }
      return c.html(addMethodPage({ portal, filled: { values: {}, errors } }), 402)
    }),
  )

  function added(c: Context, portal: Portal, method: string, isDefault: boolean) {
    if (isDefault) engine.portal.setDefaultMethod(portal.session.id, method)
    return finishStep(c, portal, 'method_added')
  }

  return app
}
