import type { Meter } from '@/lib/billing/catalog/schema'
import type { Message } from '@/lib/billing/notices/messages'
import { lineAmount } from '@/lib/billing/pricing/decimal'
import {
  type AlertPercent,
  type AlertSubject,
  alertKey,
  alertPercents,
  usageAlerts,
} from './alerts'

/** What a user used of a meter, and on which terms. */
export type AlertedUsage = {
  used: number
  included: number | null
  overage: { cents: number; currency: string } | null
  cap: { mode: 'notify' | 'stop'; cents: number } | null
  resetsAt: Date
}

/** What usage beyond what is included costs so far, in cents; 0 if no more is sold. */
export const overageCost = ({
  used,
  included,
  overage,
}: Pick<AlertedUsage, 'used' | 'included' | 'overage'>): number =>
  overage === null || included === null
    ? 0
    : lineAmount(Math.max(0, used - included), overage.cents)

/** A message, and the keys of those about less and about more of the same allowance. */
export type DueAlert = { message: Message; lowerKeys: string[]; higherKeys: string[] }

/** The alerts that a user's usage calls for. Their keys let each be sent once in a period. */
export function dueAlerts(
  subject: AlertSubject,
  { name, unit, aggregation }: Pick<Meter, 'name' | 'unit' | 'aggregation'>,
  usage: AlertedUsage,
): DueAlert[] {
  const { used, included, overage, cap, resetsAt } = usage
  const costCents = overageCost(usage)
  const alerts = usageAlerts({
    used,
    included,
    overageCents: costCents,
    capCents: cap?.cents ?? null,
  })
  return alerts.map(({ of, percent }) => {
    const keysOf = (percents: readonly AlertPercent[]) =>
      percents.map((each) => alertKey(subject, { of, percent: each }))
    const data = {
      of,
      percent: String(percent),
      meterName: name,
      unit,
      aggregation,
      used: String(used),
      included: String(included ?? ''),
      resetsAt: resetsAt.toISOString(),
      ...(overage && {
        eachCents: String(overage.cents),
        currency: overage.currency,
        costCents: String(costCents),
      }),
      ...(cap && { capMode: cap.mode, capCents: String(cap.cents) }),
    }
    return {
      message: { key: alertKey(subject, { of, percent }), kind: 'usage_alert', data },
      lowerKeys: keysOf(alertPercents.filter((each) => each < percent)),
      higherKeys: keysOf(alertPercents.filter((each) => each > percent)),
    }
  })
}
