import { defaultPlan } from '@/lib/billing/catalog/catalog'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import type { Services } from '@/lib/services'
import { ensureAccount } from '@/lib/sync/account'
import { ensureCustomer } from '@/lib/sync/customer'
import { sync } from '@/lib/sync/sync'
import { recordUsage } from '@/lib/sync/usage/record-usage'
import type { DemoAccount } from './accounts'
import type { SeedBackends } from './seed'
import { arriveNow, moveStripe } from './stripe-clock'
import { createDemoSubscription } from './subscription'
import { usageStories, usesOf } from './usage-story'

const dayMs = 86_400_000

const joinedDaysAgo = 80

/** How many days ago a new local Stripe begins. */
export const storyDays = (catalog: Catalog): number =>
  usageStories(catalog).length > 0 ? joinedDaysAgo + 1 : 0

/** Usage of more than 35 days ago can't be recorded, so it is recorded at these times. */
const stopsDaysAgo = [50, 20, 0] as const
const subscribedDaysAgo = 20

type User = { userId: string; part: DemoAccount }

/**
 * Gives users a quarter of usage, as it would have come about: they join, try the default plan, and
 * subscribe. The local Stripe's clock goes along, so each record is made at its time, by the same
 * code that services call.
 */
export async function seedUsageStories(
  { stripe }: Pick<SeedBackends, 'stripe'>,
  services: Services,
  users: readonly User[],
): Promise<void> {
  const now = new Date()
  const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs)
  const at = (moment: Date): Services => ({ ...services, now: () => moment })
  const joined = { ...at(daysAgo(joinedDaysAgo)), wallClock: () => daysAgo(joinedDaysAgo) }
  for (const { userId, part } of users) {
    await ensureAccount(joined, { userId, username: userId, email: part.email })
  }

  let from = daysAgo(joinedDaysAgo)
  for (const days of stopsDaysAgo) {
    const to = daysAgo(days)
    if (days > 0) await moveStripe(services.settings, to)
    const then = at(to)
    const range = { from, to, now }
    await Promise.all(
      users.map(async (user) => {
        await record(then, user, range, days === 0)
        if (days === subscribedDaysAgo) await subscribeUser(stripe, then, user)
      }),
    )
    from = to
  }
  await arriveNow(services)
  for (const { userId } of users) {
    await sync(services, userId, { cause: { kind: 'sign_up' } })
  }
}

/** Records what the plan of that time was used for. */
async function record(
  services: Services,
  { userId, part: { usage, plan } }: User,
  range: { from: Date; to: Date; now: Date },
  isThisPeriod: boolean,
): Promise<void> {
  if (!usage) return
  const { catalog } = services
  const own: Plan | undefined = catalog.plans.find(({ key }) => key === plan)
  const used = isThisPeriod && own ? own : defaultPlan(catalog)
  const uses = usesOf(used, catalog, isThisPeriod ? usage.share : 0.7, range)
  const entries = uses.map((use) => ({
    ...use,
    userId,
    id: `demo-${use.meter}-${use.at.toISOString()}`,
  }))
  const refused = (await recordUsage(services, entries, null)).find(
    ({ outcome }) => outcome === 'refused',
  )
  if (refused) throw new Error(`Demo usage was refused: ${JSON.stringify(refused)}`)
}

async function subscribeUser(
  stripe: SeedBackends['stripe'],
  services: Services,
  { userId, part: { buys, usage } }: User,
): Promise<void> {
  const account = await services.accounts.get(userId)
  if (!account || !buys) return
  const { customerId } = await ensureCustomer(services, account)
  await createDemoSubscription(stripe, services.catalog, customerId, buys)
  await sync(services, userId, { cause: { kind: 'sign_up' } })
  const [meter] = Object.keys(buys.plan.limits)
  if (meter && usage?.capCents !== undefined) {
    await services.spendingCaps.set(userId, meter, {
      mode: 'stop',
      cents: usage.capCents,
      setAt: services.now(),
    })
  }
}
