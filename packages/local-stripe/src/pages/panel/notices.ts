import type { Context } from 'hono'

const said = {
  clock: 'Clock moved. Everything due has run.',
  fails: 'The next payment will fail.',
  pays: 'The next payment will work as usual.',
  refunded: 'Refunded.',
  disputed: 'The buyer’s bank has withdrawn the payment for now.',
  won: 'Dispute won. The payment is yours again.',
  lost: 'Dispute lost. The buyer keeps the payment.',
  resent: 'Event resent.',
  misbehaves: 'Faults updated.',
  behaves: 'All faults are off.',
}
const problems = {
  no_renewal: 'No subscription is due to renew.',
  no_date: 'Choose a date.',
  backwards: 'The clock can only go forward.',
  too_far: 'The clock can move at most 10 years at a time.',
  nowhere: 'Choose a time to move the clock to.',
  no_amount: 'Enter an amount to refund.',
}
type Word = { said: keyof typeof said } | { problem: keyof typeof problems }

/** Redirects back to the page, with a message. */
export function back(c: Context, from: string | undefined, word: Word) {
  const path = from?.startsWith('/_panel') ? from : '/_panel'
  return c.redirect(`${path}?${new URLSearchParams(word)}`, 303)
}

/** The message in the URL. Only known messages are shown, never text from the URL. */
export const told = (c: Context) => ({
  said: sentence(said, c.req.query('said')),
  problem: sentence(problems, c.req.query('problem')),
})

const sentence = (sentences: Record<string, string>, key = '') =>
  Object.hasOwn(sentences, key) ? sentences[key] : undefined
