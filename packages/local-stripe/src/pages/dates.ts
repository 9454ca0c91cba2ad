/**
 * Formats dates. Stripe's times are in seconds. Shown in UTC, because the server doesn't know the
 * user's time zone.
 */

const day = new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' })
const shortDay = new Intl.DateTimeFormat('en-US', { dateStyle: 'medium', timeZone: 'UTC' })
const moment = new Intl.DateTimeFormat('en-US', {
  dateStyle: 'medium',
  timeStyle: 'medium',
  timeZone: 'UTC',
})

/** `December 5, 2026` */
export const longDate = (seconds: number): string => day.format(seconds * 1000)

/** `Dec 5, 2026` */
export const shortDate = (seconds: number): string => shortDay.format(seconds * 1000)

/** `Dec 5, 2026, 9:41:07 AM UTC` */
export const dateTime = (seconds: number): string => `${moment.format(seconds * 1000)} UTC`

/** `2026-12-05`, for a date input. */
export const isoDay = (seconds: number): string =>
  new Date(seconds * 1000).toISOString().slice(0, 10)

/** `1 day`, `14 days` */
export const days = (count: number): string =>
  new Intl.NumberFormat('en-US', { style: 'unit', unit: 'day', unitDisplay: 'long' }).format(count)
