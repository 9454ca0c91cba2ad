import { decideAccess } from '@/lib/billing/access/access'
import type { SubscriptionFact } from '@/lib/billing/access/facts'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import type { Account } from '@/lib/db/accounts/accounts'
import { memoryAccountPorts } from '@/lib/db/accounts/memory-accounts'
import { memoryAudit } from '@/lib/db/audit/memory'
import { memoryCheckpoints } from '@/lib/db/checkpoints/memory'
import { memoryLedger } from '@/lib/db/ledger/memory'
import { memoryOutbox } from '@/lib/db/outbox/memory'
import { memoryTrials } from '@/lib/db/trials/memory'
import { memoryCognito } from '@/lib/identity/memory'
import type { FoundPerson } from '@/lib/identity/people'
import { silentLog } from '@/lib/log'
import type { Page } from '@/lib/pagination'
import { memoryCustomers } from '@/lib/stripe/customer/memory-customers'
import { memoryStripe } from '@/lib/stripe/memory-stripe'
import type { ListedInvoice } from '@/lib/stripe/reconcile/listings'
import { memoryMeteredItems } from '@/lib/stripe/subscription/memory-metered-items'
import { memorySubscriptionEnds } from '@/lib/stripe/subscription/memory-subscription-ends'
import { blankAccount } from '@/lib/sync/account'
import type { ReconcileServices } from '@/lib/sync/reconcile/services'
import { march, subscription } from '@/testing/facts'
import { intercepted } from '@/testing/intercept'

/**
 * `size` users, each with a Stripe customer, because sign-up makes one. 60% pay nothing, 20% are on
 * Starter, 10% on Pro, 5% past due, 5% canceled. There is no drift. Pages are as large as those of
 * the real backends; we assume that a megabyte of the table holds 300 accounts and their history.
 */
export async function population(size: number) {
  const now = () => march(10)
  const rules = { catalog: saas, groupPrefix: '' }
  const { accounts, accountWrites, customerOwners } = memoryAccountPorts({
    ledger: memoryLedger(),
    audit: memoryAudit(),
    outbox: memoryOutbox(),
  })
  const stripe = memoryStripe(now)
  const cognito = memoryCognito()
  const customers: { customerId: string; owner: string | null }[] = []
  const subscriptions: { customerId: string; fact: SubscriptionFact }[] = []
  const invoices: ListedInvoice[] = []
  const members = new Map<string, FoundPerson[]>(saas.plans.map(({ group }) => [group, []]))
  const rows: Account[] = []

  for (let at = 0; at < size; at++) {
    const userId = `user-${String(at).padStart(7, '0')}`
    const customerId = `cus_${at}`
    const person = { userId, username: userId, email: `${userId}@example.com` }
    const facts = { subscriptions: boughtBy(at), purchases: [], grants: [] }
    const access = decideAccess(facts, rules, now())
    const blank = blankAccount({ rules, now, wallClock: now }, person)
    const row = { ...blank, customerId, version: 2, facts, access, dueAt: null }
    rows.push(await accounts.create(row))
    stripe.set(customerId, { owner: userId, subscriptions: facts.subscriptions })
    cognito.put(person)
    customers.push({ customerId, owner: userId })
    for (const fact of facts.subscriptions) {
      subscriptions.push({ customerId, fact: { ...fact, unpaidSince: null } })
      const { unpaidSince } = fact
      if (unpaidSince) invoices.push({ subscriptionId: fact.id, unpaidSince, dueAt: null })
    }
    for (const group of access.groups) {
      await cognito.add(userId, group)
      members.get(group)?.push({ ...person, enabled: true })
    }
  }

  const calls: string[] = []
  const counted = <Port extends object>(name: string, port: Port) =>
    intercepted(name, port, (verb, send) => {
      calls.push(verb)
      return send()
    })
  let made = 0
  const services: ReconcileServices = {
    rules,
    log: silentLog,
    now,
    wallClock: now,
    newId: () => `id-${++made}`,
    audit: counted('audit', memoryAudit()),
    checkpoints: counted('checkpoints', memoryCheckpoints()),
    customers: counted('customers', memoryCustomers(stripe)),
    subscriptionEnds: counted('subscriptionEnds', memorySubscriptionEnds(stripe)),
    meteredItems: counted('meteredItems', memoryMeteredItems(stripe)),
    checkouts: { find: async () => null, expire: async () => true },
    trials: counted('trials', memoryTrials()),
    accounts: counted('accounts', { ...accounts, list: pages(rows, 300) }),
    accountWrites: counted('accountWrites', accountWrites),
    customerOwners: counted('customerOwners', customerOwners),
    people: counted('people', {
      ...cognito,
      list: async () => ({ items: [], next: null }),
      count: async () => size,
    }),
    groups: counted('groups', {
      ...cognito,
      members: (group, after) => pages(members.get(group) ?? [], 60)(after),
    }),
    listings: counted('listings', {
      customers: pages(customers, 100),
      subscriptions: pages(subscriptions, 100),
      openInvoices: pages(invoices, 100),
      purchases: pages([], 100),
    }),
  }
  return { services, calls, cognito, members }
}

function boughtBy(at: number): SubscriptionFact[] {
  const id = `sub_${at}`
  const share = at % 100
  if (share < 20) return [subscription('starter', { id })]
  if (share < 30) return [subscription('pro', { id })]
  if (share < 35) return [subscription('pro', { id, status: 'past_due', unpaidSince: march(3) })]
  if (share < 40) return [subscription('pro', { id, status: 'canceled', endedAt: march(5) })]
  return []
}

const pages =
  <T>(items: T[], limit: number) =>
  async (after: string | null): Promise<Page<T>> => {
    const end = Number(after ?? 0) + limit
    return {
      items: items.slice(end - limit, end),
      next: end < items.length ? String(end) : null,
    }
  }
