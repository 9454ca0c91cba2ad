import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { isOwn } from '@/lib/billing/access/own-subscriptions'
import { canonicalMailbox } from '@/lib/billing/access/trial'
import type { Account } from '@/lib/db/accounts/accounts'
import type { TrialMark } from '@/lib/db/trials/trials'
import type { SyncServices } from './services'

type TrialServices = Pick<
  SyncServices,
  'subscriptionEnds' | 'trials' | 'log' | 'wallClock' | 'rules'
>

/**
 * Whether a user had a trial that their own facts don't show: under an account that they deleted,
 * or with another spelling of their address. Their card is only known once they use it.
 */
export async function hadTrialBefore(
  { trials }: Pick<TrialServices, 'trials'>,
  { email }: Pick<Account, 'email'>,
): Promise<boolean> {
  return email !== null && (await trials.holder(mailbox(email))) !== null
}

/**
 * Marks the mailbox and the card of each trial that the row doesn't show yet, so that every trial
 * on a row has been marked. Cancels a trial whose mailbox or card had a trial with another user,
 * without charging: the user may buy, but agreed to no payment today. Trials that staff began by
 * hand in Stripe are left alone. Returns `true` if Stripe must be read again.
 */
export async function refuseRepeatedTrials(
  { subscriptionEnds, trials, log, wallClock, rules }: TrialServices,
  account: Account,
  subscriptions: readonly SubscriptionFact[],
): Promise<boolean> {
  const known = new Set(account.facts.subscriptions.map(({ id, trialStart }) => trialStart && id))
  let refused = false
  for (const subscription of subscriptions) {
    const { id, status } = subscription
    // A trial of another product uses up none of ours.
    if (status !== 'trialing' || known.has(id) || !isOwn(subscription, rules)) continue
    const { card, isOurs } = await subscriptionEnds.findTrial(id)
    const marks: TrialMark[] = []
    if (account.email) marks.push(mailbox(account.email))
    if (card) marks.push({ kind: 'card', value: card })
    const holders = []
    for (const mark of marks) holders.push(await trials.claim(mark, account.userId, wallClock()))
    if (!isOurs || holders.every((holder) => holder === account.userId)) continue
    if (await subscriptionEnds.refuseTrial(id)) refused = true
    else log.error({ userId: account.userId, subscriptionId: id }, 'A trial could not be refused')
  }
  return refused
}

const mailbox = (email: string): TrialMark => ({ kind: 'mailbox', value: canonicalMailbox(email) })
