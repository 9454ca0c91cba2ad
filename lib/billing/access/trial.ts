import type { Plan } from '@/lib/billing/catalog/schema'
import type { Facts } from './facts'

/**
 * The length of the trial that a user gets with a plan, or `null` for no trial. Each user gets one
 * trial, ever: any subscription that had one counts, and so does `user.hadTrial`.
 */
export function trialDaysFor(
  plan: Plan,
  user: { facts: Facts; hadTrial?: boolean },
  fallback: number | undefined,
): number | null {
  const days = plan.trialDays ?? fallback ?? 0
  return days > 0 && !user.hadTrial && !hadTrial(user.facts) ? days : null
}

/**
 * Whether the facts show a trial. A refused one counts too, since a second would be refused again.
 */
export const hadTrial = ({
  subscriptions,
  trialUsed,
}: Pick<Facts, 'subscriptions' | 'trialUsed'>): boolean =>
  trialUsed === true || subscriptions.some(({ trialStart }) => trialStart !== null)

/**
 * Normalizes an email address, so that aliases of one mailbox compare as equal: lower case, without
 * the part after a plus, and at Gmail without dots. Only for comparing, never for sending.
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
