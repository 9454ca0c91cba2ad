/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Context } from 'hono'
import type { Portal } from './read'

/** The URL of the step that a session with a flow opens. Null if it has no flow. */
export function firstStep({ session, path }: Portal): string | null {
  const flow = session.flow
  if (!flow) return null
  const step = (subscription: string | undefined, name: string, query = '') =>
    `${path}/subscriptions/${subscription}/${name}${query}`
  switch (flow.type) {
    case 'payment_method_update':
      return `${path}/payment-methods/add`
    case 'customer_update':
      return `${path}/information`
    case 'subscription_cancel':
      return step(flow.subscription_cancel?.subscription, 'cancel')
    case 'subscription_pause':
      return step(flow.subscription_pause?.subscription, 'pause')
    case 'subscription_update':
      return step(flow.subscription_update?.subscription, 'update')
    case 'subscription_update_confirm': {
      const confirm = flow.subscription_update_confirm
      const item = confirm?.items[0]
      const query = new URLSearchParams({
        ...(item?.price && { price: item.price }),
        ...(item?.quantity && { quantity: String(item.quantity) }),
      })
      return step(confirm?.subscription, 'update/confirm', `?${query}`)
    }
    default:
      return `${path}/home`
  }
}

const notices = {
  canceled: 'Your subscription is canceled.',
  resumed: 'Your subscription continues.',
  paused: 'Your subscription is paused.',
  updated: 'Your plan was changed.',
  scheduled: 'Your plan changes at the end of the billing period.',
  kept: 'Your plan stays the same.',
  method_added: 'The card was saved.',
  method_default: 'This card is now your default.',
  information: 'Your billing information was saved.',
  method_removed: 'The card was removed.',
}
export type NoticeKey = keyof typeof notices

/**
 * Redirects after a step: to the target of the session's flow, or to the overview with a message.
 */
export function finishStep(c: Context, { session, path, home }: Portal, what: NoticeKey) {
  const after = session.flow?.after_completion
  if (after?.type === 'redirect' && after.redirect)
    return c.redirect(after.redirect.return_url, 303)
  if (after?.type === 'hosted_confirmation')
    return c.redirect(`${path}/confirmed?notice=${what}`, 303)
  return c.redirect(`${home}?notice=${what}`, 303)
}

/** The message in the URL. Only known messages are shown, never text from the URL. */
export function noticeOf(c: Context): string | undefined {
  const what = c.req.query('notice') ?? ''
  return Object.hasOwn(notices, what) ? notices[what as NoticeKey] : undefined
}
