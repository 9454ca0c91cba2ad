/** The shares of an allowance, in percent, that a user is told about. */
export const alertPercents = [50, 80, 100] as const
export type AlertPercent = (typeof alertPercents)[number]

/** What a user has reached: a share of what the plan includes, or of their own spending cap. */
export type UsageAlert = { of: 'included' | 'cap'; percent: AlertPercent }

/**
 * The highest share reached of what is included, and of the cap. Nothing is said about an
 * allowance of zero, or an unlimited one.
 */
export function usageAlerts({
  used,
  included,
  overageCents,
  capCents,
}: {
  used: number
  /** `null` means unlimited. */
  included: number | null
  /** What the usage beyond it costs so far. */
  overageCents: number
  /** `null` without a cap. */
  capCents: number | null
}): UsageAlert[] {
  return [
    ...alert('included', highestReached(used, included)),
    ...alert('cap', highestReached(overageCents, capCents)),
  ]
}

/** The highest of the percentages that a value has reached; `null` below the lowest. */
export const highestReached = (value: number, allowance: number | null): AlertPercent | null =>
  allowance === null || allowance <= 0
    ? null
    : (alertPercents.findLast((percent) => value / allowance >= percent / 100) ?? null)

/** The share of an allowance that is used, in whole percent: never more than there is. */
export const shareOf = (value: number, allowance: number): number =>
  Math.floor((value * 100) / allowance)

const alert = (of: UsageAlert['of'], percent: AlertPercent | null): UsageAlert[] =>
  percent === null ? [] : [{ of, percent }]

/** Whose usage of what, and in which period. */
export type AlertSubject = { userId: string; meter: string; periodStart: Date }

/** Identifies an alert, so that each is sent once. The next period has keys of its own. */
export const alertKey = (
  { userId, meter, periodStart }: AlertSubject,
  { of, percent }: UsageAlert,
): string => `usage:${userId}:${meter}:${periodStart.toISOString()}:${of}:${percent}`

/** An alert is about a period: once that is over, its mail would only confuse. */
export const isAlertOver = ({ resetsAt }: Record<string, string>, now: Date): boolean =>
  !(new Date(resetsAt ?? '') > now)
