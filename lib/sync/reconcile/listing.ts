import { z } from 'zod'
import { PurchaseFact, SubscriptionFact } from '@/lib/billing/access/facts'
import { managedGroups, sellsOneTime } from '@/lib/billing/catalog/catalog'
import { Time } from '@/lib/billing/time'
import { ListedAccount, UnreadableAccount } from '@/lib/db/accounts/listing'
import type { Person } from '@/lib/identity/people'
import type { Run, Walk } from './run'
import type { ReconcileServices } from './services'

/** Everything that Stripe, the table and Cognito showed, each at its own moments: a hint, no more. */
export type Listing = {
  rows: Map<string, ListedAccount>
  /** Whose rows can't be read. */
  unreadable: Set<string>
  people: Map<string, Person>
  unconfirmed: Set<string>
  /** By user id: only the groups that we manage. */
  groups: Map<string, Set<string>>
  /** Whether `people` is everybody. If not, somebody who isn't there may be all the same. */
  everybody: boolean
  /** By customer id: whom Stripe's metadata names. */
  owners: Map<string, string | null>
  subscriptions: Map<string, { customerId: string; fact: SubscriptionFact }>
  unpaid: Map<string, Date>
  purchases: Map<string, { customerId: string; fact: PurchaseFact }>
}

/** Reads all three at once, each at its own pace; `null` if it was told to stop before the end. */
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
  // One that fails stops the others at their next page, and then they have kept what they saw.
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
        item: z.object({ subscriptionId: z.string(), unpaidSince: Time }),
        take({ subscriptionId, unpaidSince }) {
          const known = unpaid.get(subscriptionId)
          if (!known || unpaidSince < known) unpaid.set(subscriptionId, unpaidSince)
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
})

/**
 * Everybody should be in exactly one of our groups, so walking through the groups shows everybody,
 * and in what. If Cognito counts more people than that there is somebody in none of them: then all
 * are listed as well, which doubles the calls. That count may lag by hours: whoever wants to be sure
 * asks for `everybody`.
 */
async function cognitoWalks(
  { people, groups, rules }: ReconcileServices,
  listing: Listing,
  wantsEverybody: boolean,
  walk: Walker,
): Promise<boolean> {
  const meet = (person: Person) => listing.people.set(person.userId, person)
  const everyone = (who: 'all' | 'unconfirmed', take: (person: Person) => void) =>
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
          meet(person)
          const held = listing.groups.get(person.userId) ?? new Set()
          listing.groups.set(person.userId, held.add(group))
        },
      }),
    ),
    everyone('unconfirmed', (person) => {
      meet(person)
      listing.unconfirmed.add(person.userId)
    }),
  ])
  if (!ends.every(Boolean)) return false
  if (!wantsEverybody) {
    const count = await people.count()
    if (count !== null && count <= listing.people.size) return true
  }
  listing.everybody = await everyone('all', meet)
  return listing.everybody
}
