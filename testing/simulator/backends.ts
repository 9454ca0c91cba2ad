import { type Facts, type Grant, noFacts } from '@/lib/billing/access/facts'
import type { AccessRules } from '@/lib/billing/access/status'
import type { AccountState, AccountWrites } from '@/lib/db/accounts/account-writes'
import { memoryAccountPorts } from '@/lib/db/accounts/memory-accounts'
import { unchecked } from '@/lib/db/accounts/memory-rows'
import type { Audit } from '@/lib/db/audit/audit'
import { memoryCheckpoints } from '@/lib/db/checkpoints/memory'
import type { Ledger } from '@/lib/db/ledger/ledger'
import { memoryTrials } from '@/lib/db/trials/memory'
import { memoryCognito } from '@/lib/identity/memory'
import { silentLog } from '@/lib/log'
import { blankAccount } from '@/lib/sync/account'
import type { EventServices } from '@/lib/sync/events/services'
import type { ReconcileServices } from '@/lib/sync/reconcile/services'
import type { SweepServices } from '@/lib/sync/sweep'
import { withLifetime } from '../catalog'
import { type Interceptor, intercepted } from '../intercept'
import { type Kind, noPaymentIssues, stripeModel } from './stripe-model'

export const simulatedRules: AccessRules = { catalog: withLifetime, groupPrefix: '' }

/** Groups that we don't manage, one of them a staff group. They must never change. */
export const foreignGroups = ['admins', 'beta-testers']

export const person = { userId: 'sub-ada', username: 'ada', email: 'ada@example.com' }
const customerId = 'cus_ada'

/**
 * Creates the table, Cognito and Stripe for one run. Watches the writes to the row: which part of
 * the history it shows, and that its version only increases.
 */
export async function openBackends(options: {
  clock: { now: number }
  skewMs: number
  hasRow: boolean
  fail: (what: string) => void
}) {
  const { clock, fail } = options
  const now = () => new Date(clock.now)
  const stripe = stripeModel(
    { userId: person.userId, customerId },
    () => clock.now + options.skewMs,
  )
  const cognito = memoryCognito()
  const checkpoints = memoryCheckpoints()
  const trials = memoryTrials()
  const { accounts, accountWrites, customerOwners, sweepQueue } = memoryAccountPorts(
    { ledger: { put() {} }, audit: { put() {} }, outbox: { add() {} } },
    unchecked,
  )
  let idsMade = 0

  cognito.put(person)
  for (const group of foreignGroups) await cognito.add(person.username, group)
  if (options.hasRow) {
    await accounts.create(blankAccount({ rules: simulatedRules, now, wallClock: now }, person))
    await customerOwners.link(person.userId, customerId)
  }

  /** For each kind of fact, the position in the history that the row shows. */
  const shown: Record<Kind, number> = { subscriptions: 0, purchases: 0 }
  let saved: Facts = noFacts
  let lastVersion = -1

  const note = ({ facts }: Pick<AccountState, 'facts'>) => {
    saved = facts
    for (const kind of ['subscriptions', 'purchases'] as const) {
      shown[kind] = stripe.readAtHistory.get(facts[kind]) ?? shown[kind]
    }
  }
  const versionGrew = async () => {
    const version = (await accounts.get(person.userId))?.version ?? 0
    if (version <= lastVersion) fail(`The version went from ${lastVersion} to ${version}`)
    lastVersion = version
  }
  const watched: AccountWrites = {
    ...accountWrites,
    async save(userId, version, state, ...rest) {
      const saved = await accountWrites.save(userId, version, state, ...rest)
      if (saved) {
        note(state)
        await versionGrew()
      }
      return saved
    },
    async putIntent(...given) {
      const put = await accountWrites.putIntent(...given)
      if (put) await versionGrew()
      return put
    },
  }

  return {
    accounts,
    cognito,
    stripe,
    shown,
    /** Whether the row equals the current state of Stripe, however long ago it was read. */
    isTrue: (kind: Kind) => JSON.stringify(saved[kind]) === JSON.stringify(stripe.truth()[kind]),
    /** Grants that were confirmed to staff. */
    grants: [] as Grant[],

    /** The services for one process. */
    services: (intercept: Interceptor): EventServices & ReconcileServices & SweepServices => ({
      accounts: intercepted('accounts', accounts, intercept),
      accountWrites: intercepted('accountWrites', watched, intercept),
      customerOwners: intercepted('customerOwners', customerOwners, intercept),
      sweepQueue: intercepted('sweepQueue', sweepQueue, intercept),
      ledger: intercepted('ledger', discarding.ledger, intercept),
      outbox: { put: async () => {} },
      audit: intercepted('audit', discarding.audit, intercept),
      checkpoints: intercepted('checkpoints', checkpoints, intercept),
      trials: intercepted('trials', trials, intercept),
      customers: stripe.customers(intercept),
      subscriptionEnds: stripe.subscriptionEnds(intercept),
      meteredItems: stripe.meteredItems,
      paymentIssues: noPaymentIssues,
      checkouts: { find: async () => null, expire: async () => true },
      listings: intercepted('listings', stripe.listings, intercept),
      groups: intercepted('groups', cognito, intercept),
      people: intercepted('people', cognito, intercept),
      rules: simulatedRules,
      log: silentLog,
      now,
      wallClock: now,
      newId: () => `id-${++idsMade}`,
    }),
  }
}
/** The ledger and the audit have their own tests; here they would only cost time. */
const discarding = {
  ledger: {
    async record() {},
    get: async () => null,
    failed: async () => ({ entries: [], next: null }),
  } satisfies Ledger,
  audit: { async append() {}, of: async () => [] } satisfies Audit,
}

export type Backends = Awaited<ReturnType<typeof openBackends>>
