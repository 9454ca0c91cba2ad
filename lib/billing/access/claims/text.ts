/** Why there is no access while a bank payment is processing. */
export const pendingText = (name: string) =>
  `Your bank payment for ${name} is pending. Access starts when it clears.`

/** Why there is no access after a bank payment has failed. */
export const returnedText = (name: string) =>
  `Your bank payment for ${name} failed, so access hasn’t started.`

/** Returns `Pro trial`, or just `trial` if the plan has no name or is named so. */
export const trialName = (plan: string): string =>
  plan === '' || plan.toLowerCase() === 'trial' ? 'trial' : `${plan} trial`

/** Returns `2026-03-20`. Pages write it out with `expandDates`. */
export const isoDay = (date: Date) => date.toISOString().slice(0, 10)
