import type { Drift } from '@/lib/billing/reconcile/drift'
import { driftsOf, unreadableRow, withoutOwner } from '@/lib/billing/reconcile/drifts'
import type { Observation, ObservedCustomer } from '@/lib/billing/reconcile/observation'
import type { Account } from '@/lib/db/accounts/accounts'
import { orUnreadable, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { FoundPerson } from '@/lib/identity/people'
import type { ReconcileServices } from './services'
import { rowSeen, type Suspect } from './suspects'

/** A suspect's present state. */
export type Look = {
  account: Account | null
  person: FoundPerson | null
  /** The suspect's customers, including those that the row doesn't name. */
  customers: ObservedCustomer[]
  drifts: Drift[]
}

/** A row that changes during every attempt is being synced by another process. */
const maxAttempts = 5

/** Looks at a suspect. If the row can't be read, that is the only drift that can be known. */
export async function lookAgain(
  services: ReconcileServices,
  suspect: Suspect,
): Promise<Look | null> {
  const seen = await orUnreadable(look(services, suspect))
  if (!(seen instanceof UnreadableRow)) return seen
  return { account: null, person: null, customers: [], drifts: [unreadableRow(seen.why)] }
}

/**
 * Reads one suspect's present state, and compares it by the same rules as the listing. The row is
 * read before and after everything else: if it changed meanwhile, the reads don't fit together and
 * are repeated. `null` if the row keeps changing.
 */
async function look(services: ReconcileServices, suspect: Suspect): Promise<Look | null> {
  const { accounts, people, groups, rules, now, wallClock } = services
  const { userId } = suspect
  if (userId === null) return lookAtCustomer(services, suspect)

  for (let attempt = 0; attempt < maxAttempts; attempt++) {
    const account = await accounts.get(userId)
    const found = await people.find(account?.username ?? userId)
    // Cognito also finds users by their address, which proves nothing.
    const person = found?.userId === userId ? found : null
    const current = person ? await groups.of(person.username) : []
    const customers = await customersOf(services, suspect, account)
    const after = await accounts.get(userId)
    if (after?.version !== account?.version || after?.customerId !== account?.customerId) continue

    const drifts = driftsOf(
      userId,
      {
        row: after && rowSeen(after, wallClock()),
        person: presenceOf(person, suspect),
        groups: current,
        customers,
      },
      rules,
      now(),
    )
    return { account: after, person, customers, drifts }
  }
  return null
}

function presenceOf(person: FoundPerson | null, { unconfirmed }: Suspect): Observation['person'] {
  if (!person) return 'gone'
  if (unconfirmed) return 'unconfirmed'
  return person.enabled ? 'there' : 'disabled'
}

/** A customer that pays and names no user, unless an account names it after all. */
async function lookAtCustomer(services: ReconcileServices, suspect: Suspect): Promise<Look> {
  const customers = await customersOf(services, suspect, null)
  const drifts = []
  for (const customer of customers) {
    const owner = customer.owner ?? (await services.customerOwners.ownerOf(customer.id))
    if (owner === null) drifts.push(...withoutOwner(customer, services.rules))
  }
  return { account: null, person: null, customers, drifts }
}

async function customersOf(
  { customers: stripeCustomers }: ReconcileServices,
  { customerIds }: Suspect,
  account: Account | null,
): Promise<ObservedCustomer[]> {
  const ids = new Set([...(account?.customerId ? [account.customerId] : []), ...customerIds])
  const customers = []
  for (const id of ids) {
    const owner = await stripeCustomers.ownerOf(id)
    const known = id === account?.customerId ? account.facts : undefined
    const { subscriptions, purchases } = await stripeCustomers.read(id, known)
    customers.push({ id, owner, subscriptions, purchases })
  }
  return customers
}
