import { z } from 'zod'

const DriftKind = z.enum([
  'row_missing',
  'row_stale',
  'row_unreadable',
  'customer_unlinked',
  'group_missing',
  'group_extra',
  'group_stale',
  'dead_intent',
  'two_subscriptions',
  'second_customer',
  'customer_of_another',
  'customer_of_nobody',
  'person_gone',
  'person_disabled',
  'checkout_open',
])
type DriftKind = z.infer<typeof DriftKind>

/** One difference between Stripe, the table and Cognito, and how to fix it. */
export const Drift = z.object({
  kind: DriftKind,
  /** `repair` is automatic. `staff` needs a person to decide what is right. */
  remedy: z.enum(['repair', 'staff']),
  /** A sentence for an operator. */
  words: z.string(),
  /** The repair takes a plan from a user who has it now. */
  loses: z.literal(true).optional(),
})
export type Drift = z.infer<typeof Drift>

/** Whether repairing any of them takes the user's plan away. */
export const losesAPlan = (drifts: readonly Drift[]): boolean => drifts.some(({ loses }) => loses)

/** A difference that reconcile repairs. */
export const toRepair = (kind: DriftKind, words: string): Drift => ({
  kind,
  remedy: 'repair',
  words,
})

/** A difference that only staff can resolve. */
export const leftToStaff = (kind: DriftKind, words: string): Drift => ({
  kind,
  remedy: 'staff',
  words,
})

/** `free, pro`, or `none`. */
export const listText = (names: readonly string[]) => [...names].sort().join(', ') || 'none'
