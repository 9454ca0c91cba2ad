/** Billing periods: Stripe counts them from an anchor, in UTC, clamped to the month's last day. */

/** The anchor plus `count` intervals. Times are whole seconds, as in Stripe's objects. */
export function addIntervals(anchor: number, interval: string, count: number): number {
  if (interval === 'day') return anchor + count * DAY
  if (interval === 'week') return anchor + count * 7 * DAY
  const months = interval === 'year' ? count * 12 : count
  const from = new Date(anchor * 1000)
  const to = new Date(anchor * 1000)
  to.setUTCDate(1)
  to.setUTCMonth(to.getUTCMonth() + months)
  to.setUTCDate(Math.min(from.getUTCDate(), daysInMonth(to)))
  return Math.floor(to.getTime() / 1000)
}

/**
 * The end of the period that contains `moment`: the first boundary after it. An anchor on the 31st
 * gives the 28th in February and the 31st again in March, because each boundary starts from it.
 */
export function periodEnd(anchor: number, interval: string, count: number, moment: number): number {
  return periodAround(anchor, interval, count, moment).end
}

/** The whole period that contains `moment`. The end is exclusive. */
export function periodAround(
  anchor: number,
  interval: string,
  count: number,
  moment: number,
): { start: number; end: number } {
  let steps = Math.floor((moment - anchor) / (approximate(interval) * count)) - 1
  let end = addIntervals(anchor, interval, steps * count)
  while (end <= moment) end = addIntervals(anchor, interval, ++steps * count)
  return { start: addIntervals(anchor, interval, (steps - 1) * count), end }
}

export const DAY = 86_400
export const HOUR = 3600

const approximate = (interval: string) =>
  interval === 'day'
    ? DAY
    : interval === 'week'
      ? 7 * DAY
      : interval === 'month'
        ? 31 * DAY
        : 366 * DAY

const daysInMonth = (date: Date) =>
  new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
