import type { Plan } from './catalog'

/** Whether the last invoice of a plan may hold more than was paid: usage, billed when a period is over. */
export const billsUsage = (plan: Plan | undefined): boolean =>
  Object.values(plan?.limits ?? {}).some(({ meteredPrice }) => meteredPrice !== undefined)
