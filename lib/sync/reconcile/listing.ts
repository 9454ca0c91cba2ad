import { z } from 'zod'
import { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import { managedGroups, sellsOneTime } from '@/lib/billing/catalog/catalog'
import { Time } from '@/lib/billing/time'
import { ListedAccount, UnreadableAccount } from '@/lib/db/accounts/listing'
import type { FoundPerson } from '@/lib/identity/people'
import type { Run, Walk } from './run'
import type { ReconcileServices } from './services'

/**
 * Everything that Stripe, the table and Cognito listed, at different times: no more than a hint.
 */
export type Listing = {
  rows: Map<string, ListedAccount>
  /** The users whose rows can't be read. */
  unreadable: Set<string>
  people: Map<string, FoundPerson>
  unconfirmed: Set<string>
  /** The managed groups of each user. */
  groups: Map<string, Set<string>>
  /** Whether `people` is complete. If not, Cognito may have users who aren't in it. */
  everybody: boolean
  /** By customer id: the user whom Stripe's metadata names. */
  owners: Map<string, string | null>
  subscriptions: Map<string, { customerId: string; fact: SubscriptionFact }>
  /** By subscription id: its oldest open invoice. */
  unpaid: Map<string, { since: Date; dueAt: Date | null }>
  purchases: Map<string, { customerId: string; fact: PurchaseFact }>
}

/** Lists all three at once; `null` if `stop` ended it early. */
export async function listEverything(
  services: ReconcileServices,
  run: Run,
  stop: () => boolean,
  onListed: (listed: number) => void,
): Promise<Listing | null> {
  const listing: Listing = {
    rows: new Map(),
    unreadable: new Set(),
    people: new Map(),
    unconfirmed: new Set(),
    groups: new Map(),
    everybody: false,
    owners: new Map(),
    subscriptions: new Map(),
    unpaid: new Map(),
    purchases: new Map(),
  }
  // If one fails, the others stop at their next page, so that they save what they have listed.
  let failed = false
  let listed = 0
  const walk = async <T>(each: Walk<T>) => {
    try {
      return await run.walk(
        {
          ...each,
          take(item) {
            each.take(item)
            if (++listed % 100 === 0) onListed(listed)
          },
        },
        () => failed || stop(),
      )
    } catch (error) {
      failed = true
      throw error
    }
  }
  const ends = await Promise.allSettled([
    ...stripeWalks(services, listing).map((start) => start(walk)),
    walk(tableWalk(services, listing)),
    cognitoWalks(services, listing, run.everybody, walk),
  ])
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return ends.every((end) => end.status === 'fulfilled' && end.value) ? listing : null
}

type Walker = <T>(walk: Walk<T>) => Promise<boolean>

function stripeWalks({ listings, rules }: ReconcileServices, listing: Listing) {
  const { owners, subscriptions, unpaid, purchases } = listing
  return [
    (walk: Walker) =>
      walk({
        name: 'customers',
        list: listings.customers,
        item: z.object({ customerId: z.string(), owner: z.string().nullable() }),
        take: ({ customerId, owner }) => owners.set(customerId, owner),
      }),
    (walk: Walker) =>
      walk({
        name: 'subscriptions',
        list: listings.subscriptions,
        item: z.object({ customerId: z.string(), fact: SubscriptionFact }),
        take: (item) => subscriptions.set(item.fact.id, item),
      }),
    (walk: Walker) =>
      walk({
        name: 'invoices',
        list: listings.openInvoices,
        item: z.object({
          subscriptionId: z.string(),
          unpaidSince: Time,
          dueAt: Time.nullable().default(null),
        }),
        take({ subscriptionId, unpaidSince: since, dueAt }) {
          const known = unpaid.get(subscriptionId)
          if (!known || since < known.since) unpaid.set(subscriptionId, { since, dueAt })
        },
      }),
    ...(sellsOneTime(rules.catalog)
      ? [
          (walk: Walker) =>
            walk({
              name: 'purchases',
              list: listings.purchases,
              item: z.object({ customerId: z.string(), fact: PurchaseFact }),
              take: (item) => purchases.set(item.fact.id, item),
            }),
        ]
      : []),
  ]
}

const Row = z.union([ListedAccount, UnreadableAccount])

const tableWalk = (
  { accounts }: ReconcileServices,
  { rows, unreadable }: Listing,
): Walk<z.infer<typeof Row>> => ({
  name: 'table',
  list: accounts.list,
  item: Row,
  take(row) {
    if ('unreadable' in row) unreadable.add(row.userId)
    else rows.set(row.userId, row)
  },
})

const ListedPerson = z.object({
  userId: z.string(),
  username: z.string(),
  email: z.string().nullable(),
  /** Absent in the pages that an earlier version listed. */
  enabled: z.boolean().default(true),
})

/**
 * Every user should be in exactly one managed group, so the members of the groups are all users. If
 * Cognito counts more users than that, some are in no group: then the whole pool is listed too,
 * which doubles the calls. The count may lag by hours; `wantsEverybody` lists the pool in any case.
 */
async function cognitoWalks(
  { people, groups, rules }: ReconcileServices,
  listing: Listing,
  wantsEverybody: boolean,
  walk: Walker,
): Promise<boolean> {
  const add = (person: FoundPerson) => listing.people.set(person.userId, person)
  const everyone = (who: 'all' | 'unconfirmed', take: (person: FoundPerson) => void) =>
    walk({
      name: `people ${who}`,
      list: (after) => people.list(who, after),
      item: ListedPerson,
      take,
    })
  const ends = await Promise.all([
    ...managedGroups(rules.catalog, rules.groupPrefix).map((group) =>
      walk({
        name: `group ${group}`,
        list: (after) => groups.members(group, after),
        item: ListedPerson,
        take(person) {
          add(person)
          const theirs = listing.groups.get(person.userId) ?? new Set()
          listing.groups.set(person.userId, theirs.add(group))
        },
      }),
    ),
    everyone('unconfirmed', (person) => {
      add(person)
      listing.unconfirmed.add(person.userId)
    }),
  ])
  if (!ends.every(Boolean)) return false
  if (!wantsEverybody) {
    const count = await people.count()
    if (count !== null && count <= listing.people.size) return true
  }
  listing.everybody = await everyone('all', add)
  return listing.everybody
}
