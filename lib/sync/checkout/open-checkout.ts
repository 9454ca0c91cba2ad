import type { Account, OpenCheckout } from '@/lib/db/accounts/accounts'
import type { Settings } from '@/lib/env'
import type { CheckoutSession, CheckoutSpec, Checkouts } from '@/lib/stripe/checkout/checkouts'
import type { SyncServices } from '@/lib/sync/services'

export type CheckoutServices = Pick<SyncServices, 'accounts' | 'now'> & {
  checkouts: Checkouts
  settings: Pick<Settings, 'APP_URL'>
}

export type CheckoutChoice = Omit<
  CheckoutSpec,
  'userId' | 'customerId' | 'successUrl' | 'cancelUrl'
>

export type Opened =
  | { kind: 'open'; at: WhereToPay }
  /** The open session was paid in another window: sync and check again. */
  | { kind: 'paid_meanwhile' }
  /** Other windows keep replacing the session. */
  | { kind: 'contended' }

/** Stripe's page, or the secret that embeds it in ours. */
export type WhereToPay = { url: string } | { clientSecret: string }

/**
 * The row's open session in its present state at Stripe. Read it before the sync it is used with.
 */
export const lastCheckout = async (
  { checkouts }: Pick<CheckoutServices, 'checkouts'>,
  account: Account,
): Promise<CheckoutSession | null> => account.checkout && checkouts.find(account.checkout.sessionId)

/**
 * Opens a session for `choice`. A user has at most one open session: the same choice gets the same
 * session again, and another choice expires the old one first. If two windows race, the row's
 * condition lets one of them win; the other expires its own session and looks again.
 *
 * `last` must have been read before `account` was synced: then the account shows what a complete
 * session bought, and an open session can only be replaced by expiring it.
 */
export async function openCheckout(
  services: CheckoutServices,
  account: Account & { customerId: string },
  last: CheckoutSession | null,
  choice: CheckoutChoice,
): Promise<Opened> {
  const { accounts, checkouts } = services
  let row: Account = account
  // Another window may have replaced the session between the two reads.
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
    if (!at) throw new Error(`Checkout session ${made.id} has no URL and no client secret`)
    const { plan, interval, quantity } = choice
    const terms = termsOf(choice)
    const { id: sessionId, expiresAt } = made
    const ends = interval === 'once' ? { ends: choice.ends ?? [] } : {}
    const next = { plan, interval, quantity, terms, ...ends, sessionId, expiresAt }
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

const isFor = (checkout: OpenCheckout, choice: CheckoutChoice) =>
  checkout.plan === choice.plan &&
  checkout.interval === choice.interval &&
  checkout.quantity === choice.quantity &&
  (checkout.terms ?? '') === termsOf(choice)

/**
 * What a buyer agrees to besides plan, interval and quantity. Not the credit, which shrinks by the
 * second.
 */
const termsOf = ({ currency, trialDays, promotion, ends, isEmbedded }: CheckoutChoice): string =>
  [currency, trialDays, promotion, ends?.join(','), isEmbedded ? 'embedded' : '']
    .map((term) => term ?? '')
    .join(' ')
    .trim()

/** A session about to expire could expire while the user types. */
const isPayable = (session: CheckoutSession, now: Date): boolean =>
  session.status === 'open' && session.expiresAt.getTime() - now.getTime() > 10 * 60_000

const whereToPay = ({ url, clientSecret }: CheckoutSession): WhereToPay | null =>
  url ? { url } : clientSecret ? { clientSecret } : null

const returnUrls = (appUrl: string, { plan, interval }: CheckoutChoice) => ({
  successUrl: `${appUrl}/checkout/return?session_id={CHECKOUT_SESSION_ID}`,
  cancelUrl: `${appUrl}/setup-billing?plan=${plan}&interval=${interval}&canceled=1`,
})
