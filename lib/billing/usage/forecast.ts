import { type Days, msPerDay, type Span, startOfDay } from './days'
import { dayOf } from './tally'

/** What the usage will probably be at the period's end. Four times in five it lies in the band. */
export type UsageForecast = { expected: number; low: number; high: number }

/**
 * Forecasts the usage at the end of a period: what is used, and for each day that is left the mean
 * of the last seven full days. With two weeks of data, a weekday gets its own share of that mean.
 * `null` in the first two days, which say too little.
 *
 * `days` has no entry for a day without usage, and may begin before the period. `since` is when
 * the user could first use anything: earlier days say nothing.
 */
export function usageForecast({
  used,
  days,
  period,
  since,
  now,
}: {
  used: number
  days: Days
  period: Span
  since: Date
  now: Date
}): UsageForecast | null {
  if (now.getTime() - period.start.getTime() < quietDays * msPerDay || now >= period.end)
    return null
  const known = fullDays(days, since, now)
  if (known.length === 0) return null
  const recent = known.slice(-levelDays)
  const level = mean(recent.map(({ value }) => value))
  const shape = weekdayShape(known)
  const expectedOn = (day: Date) => level * (shape[day.getUTCDay()] ?? 1)

  const left = remainingDays(now, period.end)
  const expected = used + sum(left.map(({ day, share }) => share * expectedOn(day)))
  const daysLeft = sum(left.map(({ share }) => share))
  const spread = deviation(recent.map(({ day, value }) => value - expectedOn(day))) ?? level
  // The days ahead vary as those behind did, and the mean itself is only known from a few days.
  const band = zFourFifths * spread * Math.sqrt(daysLeft + daysLeft ** 2 / recent.length)
  return {
    expected: Math.round(expected),
    low: Math.round(Math.max(used, expected - band)),
    high: Math.round(expected + band),
  }
}

const quietDays = 2
const levelDays = 7
/** From so many days on, each weekday was seen twice. */
const shapeDays = 14
/** Older days say little about the next ones. */
const mostDays = 56
/** Four fifths of a normal distribution are within so many standard deviations. */
const zFourFifths = 1.2816

type Day = { day: Date; value: number }

/** The days that are over, the oldest first. The day that `since` is in was not a full one. */
function fullDays(days: Days, since: Date, now: Date): Day[] {
  const today = startOfDay(now).getTime()
  const first = Math.max(
    startOfDay(new Date(since.getTime() + msPerDay - 1)).getTime(),
    today - mostDays * msPerDay,
  )
  const full: Day[] = []
  for (let at = first; at < today; at += msPerDay) {
    const day = new Date(at)
    full.push({ day, value: days[dayOf(day)] ?? 0 })
  }
  return full
}

/** By weekday, from Sunday: its mean, as a share of the mean of all days since the first use. */
function weekdayShape(known: readonly Day[]): number[] {
  const used = known.slice(known.findIndex(({ value }) => value > 0))
  // Whole weeks only, so that no weekday counts once more than the others.
  const whole = used.slice(used.length % 7)
  const all = mean(whole.map(({ value }) => value))
  if (whole.length < shapeDays || all === 0) return []
  return Array.from({ length: 7 }, (_, weekday) => {
    const same = whole.filter(({ day }) => day.getUTCDay() === weekday)
    return mean(same.map(({ value }) => value)) / all
  })
}

/** The days from now to the end, with the share of each that is still to come. */
function remainingDays(now: Date, end: Date): { day: Date; share: number }[] {
  const left = []
  for (let at = startOfDay(now).getTime(); at < end.getTime(); at += msPerDay) {
    const from = Math.max(at, now.getTime())
    const to = Math.min(at + msPerDay, end.getTime())
    left.push({ day: new Date(at), share: (to - from) / msPerDay })
  }
  return left
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
const mean = (values: readonly number[]) => (values.length > 0 ? sum(values) / values.length : 0)

/** The standard deviation from zero of differences; `null` of a single one. */
const deviation = (differences: readonly number[]): number | null =>
  differences.length < 2
    ? null
    : Math.sqrt(sum(differences.map((each) => each ** 2)) / (differences.length - 1))
