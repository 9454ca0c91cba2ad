import { decideAccess } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import type { AccountWrites } from '@/lib/db/accounts/account-writes'
import type { Account, Accounts } from '@/lib/db/accounts/accounts'
import type { StripeFacts } from '@/lib/stripe/customer/customers'
import { applyGroups } from '@/lib/sync/apply-groups'
import type { EventServices } from '@/lib/sync/events/services'
import { dueAt } from '@/lib/sync/intents'
import { type Algorithm, real } from './algorithm'
import type { ModelEvent } from './stripe-model'

/** Wrong algorithms that others ship, over the same ports: what the simulator must be able to catch. */
export const mutants = {
  /** What the payload says goes into the row, whichever arrives last. */
  overwrite: (): Algorithm => ({
    ...writing,
    take: (services, event) => overwrite(services, event, event.payload),
  }),

  /** The same, but an event that isn't newer than the last one is skipped. */
  createdGuard: (): Algorithm => {
    let newest = 0
    return {
      ...writing,
      async take(services, event) {
        if (event.createdAt.getTime() <= newest) return 'skipped'
        const outcome = await overwrite(services, event, event.payload)
        newest = Math.max(newest, event.createdAt.getTime())
        return outcome
      },
    }
  },

  /** The event's id is noted before the work is done, and an event that was noted is skipped. */
  markFirst: (): Algorithm => {
    const marked = new Set<string>()
    return {
      ...real,
      async take(services, event) {
        if (marked.has(event.id)) return 'skipped'
        marked.add(event.id)
        return real.take(services, event)
      },
    }
  },

  /** Stripe is asked again, and the answer is written whatever happened in the meantime. */
  unconditionalRefetch: (): Algorithm => ({
    ...writing,
    async take(services, event) {
      if (!event.customerId) return 'unused'
      return overwrite(services, event, await services.customers.read(event.customerId))
    },
  }),

  /** The real one, but nobody announces that they move groups. */
  noIntents: (): Algorithm =>
    withWrites((accountWrites) => ({
      ...accountWrites,
      save: (userId, version, state, _intent, companions) =>
        accountWrites.save(
          userId,
          version,
          { ...state, dueAt: state.access.nextLookAt },
          null,
          companions,
        ),
      removeIntents: async () => true,
    })),

  /** The real one, but a save that changes nothing doesn't raise the version. */
  noBump: (): Algorithm =>
    withWrites((accountWrites, accounts) => ({
      ...accountWrites,
      async save(userId, version, state, intent, companions) {
        const row = await accounts.get(userId)
        const same = (name: 'facts' | 'access' | 'dueAt') =>
          JSON.stringify(row?.[name]) === JSON.stringify(state[name])
        if (row && !intent && same('facts') && same('access') && same('dueAt')) {
          return row.version === version
        }
        return accountWrites.save(userId, version, state, intent, companions)
      },
    })),

  /** The real one, but what only repeats another event raises no version. */
  silentRepeats: (): Algorithm =>
    withWrites((accountWrites, accounts) => ({
      ...accountWrites,
      async save(userId, version, state, intent, companions) {
        if (companions?.delivery?.outcome !== 'covered') {
          return accountWrites.save(userId, version, state, intent, companions)
        }
        return (await accounts.get(userId))?.version === version
      },
    })),

  /** The real one, but a paid invoice repeats another event whatever is owed. */
  paidInvoicesIgnored: (): Algorithm => ({
    ...real,
    take: async (services, event) =>
      event.type === 'invoice.paid' ? 'covered' : real.take(services, event),
  }),

  /** The real one, but a customer whom the table doesn't know is nobody's. */
  neverRestores: (): Algorithm => ({
    ...real,
    take: (services, event) =>
      real.take(
        { ...services, customers: { ...services.customers, ownerOf: async () => null } },
        event,
      ),
  }),

  /** The real one, but a reading is dated by the answer's header alone, which is later than the reading. */
  dateAlone: (): Algorithm => {
    const mutate = (services: EventServices): EventServices => ({
      ...services,
      customers: {
        ...services.customers,
        async read(customerId) {
          const { readAt: _, ...known } = await services.customers.read(customerId)
          return { ...known, readAt: { subscriptions: services.now(), purchases: services.now() } }
        },
      },
    })
    return { ...real, take: (services, event) => real.take(mutate(services), event) }
  },
}

/** The real algorithm with a table that is used wrongly. */
function withWrites(
  wrong: (accountWrites: AccountWrites, accounts: Accounts) => AccountWrites,
): Algorithm {
  const mutate = <S extends EventServices>(services: S): S => ({
    ...services,
    accountWrites: wrong(services.accountWrites, services.accounts),
  })
  return {
    take: (services, event) => real.take(mutate(services), event),
    sweep: (services) => real.sweep(mutate(services)),
    look: (services, userId) => real.look(mutate(services), userId),
  }
}

/** Algorithms that write without asking have no other way to look, and a sweeper only for groups. */
const writing = { sweep: real.sweep, look: async () => {} }

async function overwrite(
  services: EventServices,
  event: ModelEvent,
  read: Pick<StripeFacts, 'subscriptions' | 'purchases'>,
): Promise<string> {
  const userId = event.customerId && (await services.customerOwners.ownerOf(event.customerId))
  if (!userId) {
    // Whom it doesn't know it brings back as the real one does: its fault is another. Nor is it one
    // that Stripe may have been asked before an event that the real one finds covered.
    const outcome = await real.take(services, event)
    return outcome === 'covered' ? 'synced' : outcome
  }
  for (;;) {
    const row = await services.accounts.get(userId)
    if (!row) return 'unknown_customer'
    const intent = { id: services.newId(), at: services.wallClock() }
    const next = { ...decided(services, row, read), version: row.version + 1 }
    next.intents = { ...row.intents, [intent.id]: intent.at }
    next.dueAt = dueAt(next.access.nextLookAt, next.intents)
    if (!(await services.accountWrites.save(userId, row.version, next, intent))) continue
    await applyGroups(services, next, [intent.id], { cause: { kind: 'request' } })
    return 'synced'
  }
}

function decided(
  { rules, now, wallClock }: EventServices,
  row: Account,
  { subscriptions, purchases }: Pick<StripeFacts, 'subscriptions' | 'purchases'>,
): Account {
  const facts: Facts = { subscriptions, purchases, grants: row.facts.grants }
  return { ...row, facts, access: decideAccess(facts, rules, now()), updatedAt: wallClock() }
}
