import type { Context } from 'hono'

const notices = {
  clock: 'Clock moved. Everything due has run.',
  fails: 'The next payment will fail.',
  pays: 'The next payment will work as usual.',
  refunded: 'Refunded.',
  disputed: 'The buyer’s bank has withdrawn the payment for now.',
  won: 'Dispute won. The payment is yours again.',
  lost: 'Dispute lost. The buyer keeps the payment.',
  resent: 'Event resent.',
  faults_set: 'Faults updated.',
  faults_reset: 'All faults are off.',
}
const errors = {
  no_renewal: 'No subscription is due to renew.',
  no_date: 'Choose a date.',
  backwards: 'The clock can only go forward.',
  too_far: 'The clock can move at most 10 years at a time.',
  nowhere: 'Choose a time to move the clock to.',
  no_amount: 'Enter an amount to refund.',
}
type Message = { notice: keyof typeof notices } | { error: keyof typeof errors }

/** Redirects back to the page, with a message. */
export function redirectBack(c: Context, from: string | undefined, message: Message) {
  const path = from?.startsWith('/_panel') ? from : '/_panel'
  return c.redirect(`${path}?${new URLSearchParams(message)}`, 303)
}

/** The message in the URL. Only known messages are shown, never text from the URL. */
export const messagesOf = (c: Context) => ({
  notice: textFor(notices, c.req.query('notice')),
  error: textFor(errors, c.req.query('error')),
})

const textFor = (texts: Record<string, string>, key = '') =>
  Object.hasOwn(texts, key) ? texts[key] : undefined
