/** The id of the heading above the user's plan, which gets the focus after a change there. */
export const planHeadingId = 'plan-and-billing'
