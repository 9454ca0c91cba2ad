/** While a bank has still to pay. */
export const pendingText = (name: string) =>
  `Your bank payment for ${name} is pending. Access starts when it clears.`

/** After the bank refused. */
export const returnedText = (name: string) =>
  `Your bank payment for ${name} failed, so access hasn’t started.`

/** `Pro trial`; just `trial` for a plan of that name. */
export const trialName = (plan: string): string =>
  plan === '' || plan.toLowerCase() === 'trial' ? 'trial' : `${plan} trial`

/** `2026-03-20`. Pages show it in words: see `expandDates`. */
export const isoDay = (date: Date) => date.toISOString().slice(0, 10)
