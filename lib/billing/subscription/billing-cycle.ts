/**
 * How often a subscription bills. Stripe counts every period from the anchor, in UTC: a price of
 * every `count` units. https://docs.stripe.com/billing/subscriptions/billing-cycle (November 2026)
 */
export type BillingCycle = {
  anchor: Date
  unit: 'day' | 'week' | 'month' | 'year'
  count: number
  /** The day of the month that periods begin on, if the anchor itself is on a shorter month's last. */
  dayOfMonth?: number | undefined
}

/** The first period that begins after `moment`, by its start. */
export const nextPeriodStart = (cycle: BillingCycle, moment: Date): Date =>
  periodAt(cycle, moment).end

/** The period that `moment` is in. Its end is the next period's start, and not part of it. */
export function periodAt(cycle: BillingCycle, moment: Date): { start: Date; end: Date } {
  let periods = Math.floor((moment.getTime() - cycle.anchor.getTime()) / longestMs(cycle)) - 1
  while (periodStart(cycle, periods) > moment) periods--
  while (periodStart(cycle, periods) <= moment) periods++
  return { start: periodStart(cycle, periods - 1), end: periodStart(cycle, periods) }
}

/**
 * The start of a period, counted from the anchor and not from the period before: a month after
 * January 31 is the last day of February, and the month after that begins on March 31.
 */
function periodStart({ anchor, unit, count, dayOfMonth }: BillingCycle, periods: number): Date {
  const units = periods * count
  if (unit === 'day') return new Date(anchor.getTime() + units * dayMs)
  if (unit === 'week') return new Date(anchor.getTime() + units * 7 * dayMs)
  return addMonths(anchor, unit === 'year' ? units * 12 : units, dayOfMonth)
}

/** The same day and time so many months later, or the last day of a month that is too short. */
export function addMonths(from: Date, months: number, day = from.getUTCDate()): Date {
  const date = new Date(from)
  date.setUTCDate(1)
  date.setUTCMonth(from.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return date
}

const dayMs = 86_400_000

const longestMs = ({ unit, count }: BillingCycle) => count * dayMs * longestDays[unit]
const longestDays = { day: 1, week: 7, month: 31, year: 366 }
