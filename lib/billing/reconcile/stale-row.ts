import type { Access } from '@/lib/billing/access/access'
import type { Facts } from '@/lib/billing/access/facts'
import { liveSubscriptions } from '@/lib/billing/access/subscription-status'
import { type Drift, listText, toRepair } from './drift'
import type { ObservedAccess, ObservedRow } from './observation'

/** How long the sweeper, which runs every minute, may take before its work counts as drift. */
const sweeperMs = 5 * 60_000

/**
 * Compares both the stored decision and the one from the row's facts, which pages and gates use,
 * with the decision from Stripe's facts.
 */
export function staleRow(
  { access, facts: known }: ObservedRow,
  remembered: ObservedAccess,
  facts: Facts,
  should: Access,
  now: Date,
): Drift[] {
  const decided = differences(access, should)
  const wrong = decided.length > 0 ? decided : differences(remembered, should)
  if (wrong.length === 0) return rowWithoutBilling(known, facts)
  const overdueMs = access.nextLookAt ? now.getTime() - access.nextLookAt.getTime() : -1
  if (overdueMs >= 0 && overdueMs < sweeperMs) return []
  return [toRepair('row_stale', `The row is out of date with Stripe: ${wrong.join('; ')}.`)]
}

/**
 * A row that an earlier version wrote lacks `billing`. It is filled in once, while its subscription
 * may still change.
 */
function rowWithoutBilling(known: Facts, facts: Facts): Drift[] {
  const read = new Set(facts.subscriptions.filter(({ billing }) => billing).map(({ id }) => id))
  const [first] = liveSubscriptions(known).filter(({ id, billing }) => !billing && read.has(id))
  if (!first) return []
  return [
    toRepair(
      'row_stale',
      `An earlier version wrote the row: it doesn’t say how ${first.id} is billed.`,
    ),
  ]
}

/** Lists the visible differences, such as "the plan is free and should be pro". */
function differences(access: ObservedAccess, should: Access): string[] {
  const compared: [name: string, is: string, be: string][] = [
    ['the plan', access.plan, should.plan],
    ['the status', settled(access.status), settled(should.status)],
    ['the group', listText(access.groups), listText(should.groups)],
    ['the features', listText(access.features), listText(should.features)],
    ['the permissions', listText(access.permissions), listText(should.permissions)],
    ['the period', until(access.currentPeriodEnd), until(should.currentPeriodEnd)],
    ['the trial', until(access.trialExpiresAt), until(should.trialExpiresAt)],
    ['the cancellation', until(access.cancelAt), until(should.cancelAt)],
    ['the grace', until(access.graceUntil), until(should.graceUntil)],
    ['the invoice’s due date', until(access.invoiceDueAt), until(should.invoiceDueAt)],
  ]
  return compared
    .filter(([, is, be]) => is !== be)
    .map(([name, is, be]) => `${name} is ${is} and should be ${be}`)
}

/** Treats `canceled` as `none`, because Stripe deletes the history of a deleted customer. */
const settled = (status: Access['status']) => (status === 'canceled' ? 'none' : status)
const until = (date: Date | null | undefined) => (date ? `until ${date.toISOString()}` : 'none')
