import type { Plan } from '@/lib/billing/catalog/schema'
import type { Facts } from './facts'

/**
 * The free days that somebody gets with a plan, or `null`. One trial for each person, ever: any
 * subscription that had one counts, whatever became of it, and so does what `hadTrial` knows.
 */
export function trialDaysFor(
  plan: Plan,
  person: { facts: Facts; hadTrial?: boolean },
  fallback: number | undefined,
): number | null {
  const days = plan.trialDays ?? fallback ?? 0
  return days > 0 && !person.hadTrial && !hadTrial(person.facts) ? days : null
}

/** A trial that we refused was none, but nobody is offered a second that they can't have either. */
export const hadTrial = ({
  subscriptions,
  trialUsed,
}: Pick<Facts, 'subscriptions' | 'trialUsed'>): boolean =>
  trialUsed === true || subscriptions.some(({ trialStart }) => trialStart !== null)

/**
 * One way to write an address, of all that reach the same mailbox as far as anybody knows: in lower
 * case, without what follows a plus, and at Gmail without dots. Never to send anything to.
 */
export function canonicalMailbox(email: string): string {
  const address = email.trim().toLowerCase().normalize('NFKC')
  const at = address.lastIndexOf('@')
  if (at < 1) return address
  const host = address.slice(at + 1)
  const isGmail = host === 'gmail.com' || host === 'googlemail.com'
  const [box = ''] = address.slice(0, at).split('+')
  return `${isGmail ? box.replaceAll('.', '') : box}@${isGmail ? 'gmail.com' : host}`
}
