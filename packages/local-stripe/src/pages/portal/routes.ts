import { type Context, Hono } from 'hono'
import type Stripe from 'stripe'
import { emptyForm, readForm } from '../form'
import { notFound } from '../not-found'
import type { PageContext } from '../page-context'
import { declineErrorsOf } from '../payment/decline'
import type { PageEnv } from '../security'
import { cancelPage } from './cancel'
import { cardRoutes } from './card-routes'
import { changePlan, previewChange } from './change-plan'
import { confirmUpdatePage } from './confirm-update'
import { confirmedPage } from './confirmed'
import { finishStep, firstStep, noticeOf } from './flow'
import { portalHome } from './home'
import { informationPage, readInformation } from './information'
import { pausePage } from './pause'
import { offeredPrices, type Portal } from './read'
import { updatePage } from './update'
import { portalLoader } from './with-portal'

type SubscriptionHandler = (
  c: Context<PageEnv>,
  portal: Portal,
  subscription: Stripe.Subscription,
) => Response | Promise<Response>

type MethodHandler = (c: Context<PageEnv>, portal: Portal, methodId: string) => Response

/** The billing portal: `/p/session/:id` and its steps. */
export function portalPages(context: PageContext): Hono<PageEnv> {
  const app = new Hono<PageEnv>()
  const { engine } = context

  const withPortal = portalLoader(context)

  /** Only subscriptions of this session's customer, because the URL can contain any id. */
  const withSubscription = (handler: SubscriptionHandler) =>
    withPortal((c, portal) => {
      const subscription = portal.subscriptions.find(({ id }) => id === c.req.param('subscription'))
      return subscription ? handler(c, portal, subscription) : notFound(c, 'subscription')
    })

  const withMethod = (handler: MethodHandler) =>
    withPortal((c, portal) => {
      const method = portal.paymentMethods.find(({ id }) => id === c.req.param('method'))
      return method ? handler(c, portal, method.id) : notFound(c, 'payment method')
    })

  app.get(
    '/:id',
    withPortal((c, portal) => {
      const step = firstStep(portal)
      return step ? c.redirect(step, 303) : c.html(portalHome({ portal, notice: noticeOf(c) }))
    }),
  )
  app.get(
    '/:id/home',
    withPortal((c, portal) => c.html(portalHome({ portal, notice: noticeOf(c) }))),
  )
  app.get(
    '/:id/confirmed',
    withPortal((c, portal) => c.html(confirmedPage(portal, noticeOf(c)))),
  )

  const cancel = '/:id/subscriptions/:subscription/cancel'
  app.get(
    cancel,
    withSubscription((c, portal, subscription) => c.html(cancelPage({ portal, subscription }))),
  )
  app.post(
    cancel,
    withSubscription(async (c, portal, subscription) => {
      const { feedback, comment } = await readForm(c.req.raw)
      const reason = {
        ...(feedback && { feedback }),
        ...(comment?.trim() && { comment: comment.trim() }),
      }
      engine.portal.cancel(portal.session.id, subscription.id, reason)
      return finishStep(c, portal, 'canceled')
    }),
  )
  const pause = '/:id/subscriptions/:subscription/pause'
  app.get(
    pause,
    withSubscription((c, portal, subscription) => c.html(pausePage({ portal, subscription }))),
  )
  app.post(
    pause,
    withSubscription(async (c, portal, subscription) => {
      const { duration = '0' } = await readForm(c.req.raw)
      engine.portal.pause(portal.session.id, subscription.id, Number(duration))
      return finishStep(c, portal, 'paused')
    }),
  )
  app.post(
    '/:id/subscriptions/:subscription/resume',
    withSubscription((c, portal, subscription) => {
      engine.portal.resume(portal.session.id, subscription.id)
      return finishStep(c, portal, 'resumed')
    }),
  )

  app.post(
    '/:id/subscriptions/:subscription/keep',
    withSubscription((c, portal, subscription) => {
      engine.portal.keepPlan(portal.session.id, subscription.id)
      return finishStep(c, portal, 'kept')
    }),
  )

  app.get(
    '/:id/subscriptions/:subscription/update',
    withSubscription(async (c, portal, subscription) => {
      const prices = await offeredPrices(context, portal)
      return c.html(updatePage({ portal, subscription, prices }))
    }),
  )
  const confirm = '/:id/subscriptions/:subscription/update/confirm'
  app.get(
    confirm,
    withSubscription(async (c, portal, subscription) => {
      const change = await previewChange(context, portal, subscription, c.req.query())
      return change
        ? c.html(confirmUpdatePage({ portal, subscription, change, filled: emptyForm }))
        : c.redirect(`${portal.path}/subscriptions/${subscription.id}/update`, 303)
    }),
  )
  app.post(
    confirm,
    withSubscription(async (c, portal, subscription) => {
      const values = await readForm(c.req.raw)
      const change = await previewChange(context, portal, subscription, values)
      if (!change) return notFound(c, 'plan')
      try {
        changePlan(context, portal, subscription, change)
      } catch (error) {
        const reasons = Object.values(declineErrorsOf(error) ?? {})
        if (!reasons[0]) throw error
        const filled = { values, errors: { charge: reasons[0] } }
        return c.html(confirmUpdatePage({ portal, subscription, change, filled }), 402)
      }
      return finishStep(c, portal, change.deferred ? 'scheduled' : 'updated')
    }),
  )

  app.get(
    '/:id/information',
    withPortal((c, portal) => {
      const { name, email } = portal.customer
      const filled = { values: { name: name ?? '', email: email ?? '' }, errors: {} }
      return c.html(informationPage({ portal, filled }))
    }),
  )
  app.post(
    '/:id/information',
    withPortal(async (c, portal) => {
      const values = await readForm(c.req.raw)
      const { errors, given } = readInformation(portal, values)
      if (Object.keys(errors).length > 0) {
        return c.html(informationPage({ portal, filled: { values, errors } }), 422)
      }
      engine.portal.updateCustomer(portal.session.id, given)
      return finishStep(c, portal, 'information')
    }),
  )

  app.route('/', cardRoutes(context))
  app.post(
    '/:id/payment-methods/:method/default',
    withMethod((c, portal, method) => {
      engine.portal.setDefaultMethod(portal.session.id, method)
      return finishStep(c, portal, 'method_default')
    }),
  )
  app.post(
    '/:id/payment-methods/:method/remove',
    withMethod((c, portal, method) => {
      engine.portal.removeMethod(portal.session.id, method)
      return finishStep(c, portal, 'method_removed')
    }),
  )

  return app
}
