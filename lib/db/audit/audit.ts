import { z } from 'zod'
import { AccessStatus } from '@/lib/billing/access/status'
import { Time } from '@/lib/billing/time'

/** What made us look at an account: an event, a job, a request, or a person at our end. */
export const Cause = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('event'),
    eventId: z.string(),
    type: z.string(),
    /** Who at our end took it once more. */
    replayedBy: z.string().optional(),
  }),
  z.object({ kind: z.literal('sign_up') }),
  z.object({ kind: z.literal('request') }),
  z.object({ kind: z.literal('checkout') }),
  z.object({ kind: z.literal('checkout_return'), sessionId: z.string() }),
  /** By themselves, with us and not on Stripe's pages. */
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
  /** A sentence that can be read to the person. */
  reason: z.string(),
}

/** One change, for ever: entries are added and never changed. */
export const AuditEntry = z.discriminatedUnion('what', [
  /** The decision changed, and was saved in the same write as this entry. */
  z.object({ ...common, what: z.literal('access'), before: Held, after: Held }),
  /** Cognito was told: the groups it had of ours, and those it has now. */
  z.object({
    ...common,
    what: z.literal('groups'),
    before: z.array(z.string()),
    after: z.array(z.string()),
  }),
  /** Reconcile found these differences and is about to mend them; what changed has its own entries. */
  z.object({ ...common, what: z.literal('repair'), found: z.array(z.string()) }),
])
export type AuditEntry = z.infer<typeof AuditEntry>

/**
 * In the place of an entry that can't be read: another version of us wrote it, or somebody else. One of
 * them must not hide the rest of a person's story.
 */
export type UnreadableAudit = { what: 'unreadable'; place: string; unreadable: string }

/** An entry's place among a person's: by time; the id keeps two of one moment apart. */
export const placeOf = (entry: Pick<AuditEntry, 'at' | 'id'> | UnreadableAudit) =>
  'unreadable' in entry ? entry.place : `${entry.at.toISOString()}#${entry.id}`

/** Keeps who had what, when and why. Entries land beside the change they tell of. */
export type Audit = {
  /** Does nothing if there is an entry of that person, time and id already. */
  append(entry: AuditEntry): Promise<void>
  /** The newest first; only those older than the one at `place`, if one is given. */
  of(userId: string, limit: number, place?: string): Promise<(AuditEntry | UnreadableAudit)[]>
}
