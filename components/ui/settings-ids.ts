/** The heading over a person's plan: what they did there is told below it. */
export const planHeadingId = 'plan-and-billing'
