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

/** Wrong algorithms seen in other products, on the same ports. The simulator must catch each. */
export const mutants = {
  /** Writes the event's payload to the row. The last delivery wins. */
  overwrite: (): Algorithm => ({
    ...writing,
    take: (services, event) => overwrite(services, event, event.payload),
  }),

  /** The same, but skips an event that isn't newer than the last one. */
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

  /** Records the event's id before the work is done, and skips recorded events. */
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

  /** Reads Stripe again and writes the answer, even if the row has changed since. */
  unconditionalRefetch: (): Algorithm => ({
    ...writing,
    async take(services, event) {
      if (!event.customerId) return 'unused'
      return overwrite(services, event, await services.customers.read(event.customerId))
    },
  }),

  /** The real one, without intents. */
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

  /** The real one, but a save that changes nothing doesn't increase the version. */
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

  /** The real one, but a redundant event doesn't increase the version. */
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

  /** The real one, but treats every `invoice.paid` as redundant, even if something is owed. */
  paidInvoicesIgnored: (): Algorithm => ({
    ...real,
    take: async (services, event) =>
      event.type === 'invoice.paid' ? 'covered' : real.take(services, event),
  }),

  /** The real one, but a customer that isn't in the table has no owner. */
  neverRestores: (): Algorithm => ({
    ...real,
    take: (services, event) =>
      real.take(
        { ...services, customers: { ...services.customers, ownerOf: async () => null } },
        event,
      ),
  }),

  /**
   * The real one, but dates a read by the response's `Date`, which is later than the read itself.
   */
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

/** The real algorithm with a wrong use of the table. */
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

/** These algorithms have no other way to sync, and their sweeper repairs only groups. */
const writing = { sweep: real.sweep, look: async () => {} }

async function overwrite(
  services: EventServices,
  event: ModelEvent,
  read: Pick<StripeFacts, 'subscriptions' | 'purchases'>,
): Promise<string> {
  const userId = event.customerId && (await services.customerOwners.ownerOf(event.customerId))
  if (!userId) {
    // Restores an unknown customer as the real one does: its fault is a different one. The same
    // holds for a read of Stripe that is older than an event which the real one finds covered.
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
