// Formatters are slow to create: a new one for each date cost a third of a millisecond per page.
const long = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })
const plain = new Intl.NumberFormat('en-US')
const inDays = new Intl.NumberFormat('en-US', { style: 'unit', unit: 'day', unitDisplay: 'long' })

/** `March 14, 2027`, in UTC, like all dates that Stripe and we show. */
export const longDate = (date: Date): string => long.format(date)

/** Rewrites each ISO date in a sentence: `…until 2027-03-14` becomes `…until March 14, 2027`. */
export const expandDates = (text: string): string =>
  text.replace(/\b\d{4}-\d{2}-\d{2}\b/g, (day) => {
    const date = new Date(day)
    return Number.isNaN(date.getTime()) ? day : longDate(date)
  })

/** Returns the whole days left, at least one: "0 days left" would read as already over. */
export const daysLeft = (until: Date, now: Date): number =>
  Math.max(1, Math.ceil((until.getTime() - now.getTime()) / 86_400_000))

export const count = (value: number): string => plain.format(value)

/** `1 day`, `3 days`. */
export const days = (value: number): string => inDays.format(value)
