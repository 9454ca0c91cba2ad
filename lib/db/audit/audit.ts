import { z } from 'zod'
import { AccessStatus } from '@/lib/billing/access/status'
import { Time } from '@/lib/billing/time'

/** What triggered a sync of an account: an event, a job, a request or a staff member. */
export const Cause = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    eventId: z.string(),
    type: z.string(),
    /** The staff member who replayed the event. */
    replayedBy: z.string().optional(),
  }),
  z.object({ kind: z.literal('sign_up') }),
  z.object({ kind: z.literal('request') }),
  z.object({ kind: z.literal('checkout') }),
  z.object({ kind: z.literal('checkout_return'), sessionId: z.string() }),
  /** The user changed the subscription in our app, not in Stripe's portal. */
  z.object({
    kind: z.literal('own_change'),
    did: z.enum(['change', 'cancel', 'resume', 'pause']),
  }),
  z.object({ kind: z.literal('sweep') }),
  z.object({ kind: z.literal('reconcile'), runId: z.string(), drift: z.array(z.string()) }),
  z.object({ kind: z.literal('staff'), by: z.string(), reason: z.string() }),
])
export type Cause = z.infer<typeof Cause>

const Held = z.object({
  plan: z.string(),
  status: AccessStatus,
  groups: z.array(z.string()),
  features: z.array(z.string()),
})

const common = {
  id: z.string(),
  userId: z.string(),
  at: Time,
  cause: Cause,
  /** A sentence that can be shown to the user. */
  reason: z.string(),
}

/** One change to an account. Entries are append-only: added, never changed. */
export const AuditEntry = z.discriminatedUnion('what', [
  /** The decision changed, and was saved in the same write as this entry. */
  z.object({ ...common, what: z.literal('access'), before: Held, after: Held }),
  /** Cognito's groups changed: the catalog's groups the user had before, and has after. */
  z.object({
    ...common,
    what: z.literal('groups'),
    before: z.array(z.string()),
    after: z.array(z.string()),
  }),
  /** Reconcile found these differences, before it repairs them. Each change has its own entry. */
  z.object({ ...common, what: z.literal('repair'), found: z.array(z.string()) }),
])
export type AuditEntry = z.infer<typeof AuditEntry>

/**
 * Stands in for an entry that can't be parsed, because another version of the app or another
 * program wrote it. One unreadable entry must not hide the rest of the user's history.
 */
export type UnreadableAudit = { what: 'unreadable'; place: string; unreadable: string }

/** The sort key of an entry in a user's history: its time, then its id to break ties. */
export const placeOf = (entry: Pick<AuditEntry, 'at' | 'id'> | UnreadableAudit) =>
  'unreadable' in entry ? entry.place : `${entry.at.toISOString()}#${entry.id}`

/** The audit log: who had which access, when and why. An entry is written with its change. */
export type Audit = {
  /** Adds an entry. Does nothing if one with the same user, time and id exists. */
  append(entry: AuditEntry): Promise<void>
  /** Lists a user's entries, newest first. With `place`, only entries older than that one. */
  of(userId: string, limit: number, place?: string): Promise<(AuditEntry | UnreadableAudit)[]>
}
