import type { Context } from 'hono'

const said = {
  clock: 'The clock was moved, and what was due has happened.',
  fails: 'The next payment will fail.',
  pays: 'The next payment will be tried as usual.',
  refunded: 'The money was given back.',
  disputed: 'The buyer’s bank has taken the payment back, for now.',
  won: 'The dispute is won: the money is yours again.',
  lost: 'The dispute is lost: the buyer keeps the money.',
  resent: 'The event is on its way again.',
  misbehaves: 'From now on it misbehaves like this.',
  behaves: 'It behaves again.',
}
const problems = {
  no_renewal: 'No subscription is going to renew.',
  no_date: 'Choose a date.',
  backwards: 'The clock can only go forward.',
  too_far: 'The clock goes at most 10 years ahead in one move.',
  nowhere: 'Choose where to move the clock.',
  no_amount: 'Say how much to give back.',
}
type Word = { said: keyof typeof said } | { problem: keyof typeof problems }

/** Back to the page that asked, with one of our sentences. */
export function back(c: Context, from: string | undefined, word: Word) {
  const path = from?.startsWith('/_panel') ? from : '/_panel'
  return c.redirect(`${path}?${new URLSearchParams(word)}`, 303)
}

/** The sentence that the address asks for. Only ours are said: never what an address holds. */
export const told = (c: Context) => ({
  said: sentence(said, c.req.query('said')),
  problem: sentence(problems, c.req.query('problem')),
})

const sentence = (sentences: Record<string, string>, key = '') =>
  Object.hasOwn(sentences, key) ? sentences[key] : undefined
