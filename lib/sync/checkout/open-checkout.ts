import type { Account, OpenCheckout } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import type { CheckoutSession, CheckoutSpec, Checkouts } from '@/lib/stripe/checkout/checkouts'
import type { SyncServices } from '@/lib/sync/services'

export type CheckoutServices = Pick<SyncServices, 'accounts' | 'now'> & {
  checkouts: Checkouts
  settings: Pick<Settings, 'APP_URL'>
}

export type Choice = Omit<CheckoutSpec, 'userId' | 'customerId' | 'successUrl' | 'cancelUrl'>

export type Opened =
  | { kind: 'open'; at: WhereToPay }
  /** Paid in another window a moment ago: sync and look again. */
  | { kind: 'paid_meanwhile' }
  /** Other windows keep opening sessions faster than we do. */
  | { kind: 'contended' }

/** Stripe's page, or what shows it inside ours. */
export type WhereToPay = { url: string } | { clientSecret: string }

/** The session that a row calls open, as Stripe sees it. To be read before the sync it is used with. */
export const lastCheckout = async (
  { checkouts }: Pick<CheckoutServices, 'checkouts'>,
  account: Account,
): Promise<CheckoutSession | null> => account.checkout && checkouts.find(account.checkout.sessionId)

/**
 * Where to pay for `choice`. A person has at most one open session: the same choice again gets the
 * same session, another choice ends the old one first. Of two windows at once the row's condition
 * lets one win; the other ends its own session and looks again.
 *
 * `last` must have been read before `account` was synced: then a session that was complete shows
 * in the account, and one that was open can only be replaced by ending it.
 */
export async function openCheckout(
  services: CheckoutServices,
  account: Account & { customerId: string },
  last: CheckoutSession | null,
  choice: Choice,
): Promise<Opened> {
  const { accounts, checkouts } = services
  let row: Account = account
  // Another window may have replaced the session between those two reads.
  const isLast = row.checkout === null || row.checkout.sessionId === last?.id
  let open = isLast ? last : await lastCheckout(services, row)
  if (!isLast && open?.status === 'complete') return { kind: 'paid_meanwhile' }
  for (let attempt = 0; attempt < 5; attempt++) {
    if (open && row.checkout && isFor(row.checkout, choice) && isPayable(open, services.now())) {
      const at = whereToPay(open)
      if (at) return { kind: 'open', at }
    }
    if (open?.status === 'open' && !(await checkouts.expire(open.id))) {
      return { kind: 'paid_meanwhile' }
    }

    const made = await checkouts.open({
      ...choice,
      userId: account.userId,
      customerId: account.customerId,
      ...returnUrls(services.settings.APP_URL, choice),
    })
    const at = whereToPay(made)
    if (!at) throw new Error(`Checkout session ${made.id} has nowhere to pay`)
    const { plan, interval, quantity } = choice
    const terms = termsOf(choice)
    const { id: sessionId, expiresAt } = made
    const next = { plan, interval, quantity, terms, sessionId, expiresAt }
    if (await accounts.swapCheckout(row.userId, row.checkout?.sessionId ?? null, next)) {
      return { kind: 'open', at }
    }

    await checkouts.expire(made.id)
    row = (await accounts.get(account.userId)) ?? row
    open = await lastCheckout(services, row)
    if (open?.status === 'complete') return { kind: 'paid_meanwhile' }
  }
  return { kind: 'contended' }
}

const isFor = (checkout: OpenCheckout, choice: Choice) =>
  checkout.plan === choice.plan &&
  checkout.interval === choice.interval &&
  checkout.quantity === choice.quantity &&
  (checkout.terms ?? '') === termsOf(choice)

/** What people agree to beside plan, interval and quantity. A credit shrinks by the second: not that. */
const termsOf = ({ currency, trialDays, promotion, ends, isEmbedded }: Choice): string =>
  [currency, trialDays, promotion, ends?.join(','), isEmbedded ? 'embedded' : '']
    .map((term) => term ?? '')
    .join(' ')
    .trim()

/** A session about to expire would die under the person's hands. */
const isPayable = (session: CheckoutSession, now: Date): boolean =>
  session.status === 'open' && session.expiresAt.getTime() - now.getTime() > 10 * 60_000

const whereToPay = ({ url, clientSecret }: CheckoutSession): WhereToPay | null =>
  url ? { url } : clientSecret ? { clientSecret } : null

const returnUrls = (appUrl: string, { plan, interval }: Choice) => ({
  successUrl: `${appUrl}/checkout/return?session_id={CHECKOUT_SESSION_ID}`,
  cancelUrl: `${appUrl}/setup-billing?plan=${plan}&interval=${interval}&canceled=1`,
})
