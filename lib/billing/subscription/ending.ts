import { hasEnded } from '@/lib/billing/access/subscription-status'
import type { Catalog, Plan } from '@/lib/billing/catalog/schema'
import { addMonths, nextPeriodStart } from './billing-cycle'
import { type ChangeBlocker, changeBlocker, type Running } from './change'
import { hasFinalPeriod } from './final-period'

export type CancelDecision =
  | { kind: 'at_period_end' | 'now' | 'abandon' }
  /** It is already set to end at this time. */
  | { kind: 'same'; at: Date }
  | { kind: 'refused'; reason: CancelRefusal }

export type CancelRefusal = 'no_subscription' | 'not_offered' | 'by_arrangement'

/**
 * Decides how a subscription is canceled. Pending changes never block it: they are discarded too.
 */
export function decideCancel(
  when: 'period_end' | 'now',
  running: Running | null,
  { changes }: Pick<Catalog, 'changes'>,
): CancelDecision {
  if (!running || hasEnded(running.status)) return { kind: 'refused', reason: 'no_subscription' }
  if (running.scheduled && !running.scheduled.own) {
    return { kind: 'refused', reason: 'by_arrangement' }
  }
  // It isn't paid for, so there is no paid period to keep.
  if (running.status === 'incomplete') return { kind: 'abandon' }
  if (when === 'now') {
    return changes.cancelNow ? { kind: 'now' } : { kind: 'refused', reason: 'not_offered' }
  }
  return running.cancelAt && hasFinalPeriod(running)
    ? { kind: 'same', at: running.cancelAt }
    : { kind: 'at_period_end' }
}

export const resumables = ['cancellation', 'change', 'payment', 'pause'] as const
/** What a user can undo: a cancellation, a scheduled change, an unpaid change, a pause. */
export type Resumable = (typeof resumables)[number]

export type ResumeStep =
  | { kind: 'undo_cancel' | 'cancel_scheduled_change' | 'discard_pending_update' }
  /** `bills` if the period started during the pause: a new one starts, charged immediately. */
  | { kind: 'unpause'; bills: boolean }
  /** Its trial ended without a card. */
  | { kind: 'start_paying' }

/**
 * The steps that undo everything, or only `what`. An empty list is not an error. Nothing that makes
 * the user pay again is undone if `owned`, a plan that they bought once, includes as much.
 */
export function decideResume(
  running: Running,
  owned: Plan | undefined,
  what?: Resumable,
): ResumeStep[] {
  if (hasEnded(running.status)) return []
  const isNeeded = !isIncluded(running, owned)
  const wants = (each: Resumable) => what === undefined || what === each
  const steps: ResumeStep[] = []
  if (running.pendingUpdate && wants('payment')) steps.push({ kind: 'discard_pending_update' })
  if (running.scheduled?.own && wants('change')) steps.push({ kind: 'cancel_scheduled_change' })
  // The date that staff have set is not the owner's to take back.
  if (running.cancelAt && running.endsWithPeriod && isNeeded && wants('cancellation'))
    steps.push({ kind: 'undo_cancel' })
  if (!wants('pause') || !isNeeded) return steps
  if (running.status === 'paused') steps.push({ kind: 'start_paying' })
  else if (running.pause) steps.push({ kind: 'unpause', bills: running.isUnbilled })
  return steps
}

/** Whether a plan that the user bought once includes all that the subscription is for. */
const isIncluded = ({ plan }: Pick<Running, 'plan'>, owned: Plan | undefined): boolean =>
  owned !== undefined && (plan === null || owned.rank >= plan.rank)

export type PauseDecision =
  | { kind: 'pause'; resumesAt: Date | null }
  | { kind: 'same' }
  | { kind: 'refused'; reason: PauseRefusal }

export type PauseRefusal =
  | 'no_subscription'
  | 'not_offered'
  | 'on_trial'
  | 'metered'
  | 'resumes_too_late'
  | 'resumes_in_the_past'
  | ChangeBlocker

/** A pause ends a minute before a period starts, so that this period is paid for. */
const resumeLeadMs = 60_000
const maxPauseMonths = 12

/** Decides whether a subscription is paused, and when the pause ends by itself. */
export function decidePause(
  resumesAt: Date | null,
  running: Running | null,
  { changes }: Pick<Catalog, 'changes'>,
  now: Date,
): PauseDecision {
  const refused = (reason: PauseRefusal): PauseDecision => ({ kind: 'refused', reason })
  if (!changes.pause) return refused('not_offered')
  if (!running || hasEnded(running.status)) return refused('no_subscription')
  if (running.pause || running.status === 'paused') return { kind: 'same' }
  const blocker = changeBlocker(running)
  if (blocker) return refused(blocker)
  if (running.status === 'trialing') return refused('on_trial')
  // The plan's own usage is billed when the pause begins. What staff agreed to isn't ours to end.
  if (running.billsOtherUsage) return refused('metered')
  if (!resumesAt) return { kind: 'pause', resumesAt: null }
  if (resumesAt <= now) return refused('resumes_in_the_past')
  if (resumesAt > addMonths(now, maxPauseMonths)) return refused('resumes_too_late')
  const end = pauseEnd(resumesAt, running)
  return end ? { kind: 'pause', resumesAt: end } : refused('by_arrangement')
}

/**
 * When a pause ends. Within the paid period that may be at any time. Later it is only at the start
 * of a period, since the rest of a period that was resumed halfway would be free. `null` if it isn't
 * known when periods start.
 */
function pauseEnd(wanted: Date, { currentPeriodEnd, cycle }: Running): Date | null {
  let begins = currentPeriodEnd
  if (wanted.getTime() < begins.getTime() - resumeLeadMs) return wanted
  if (!cycle) return null
  while (begins < wanted) begins = nextPeriodStart(cycle, begins)
  return new Date(begins.getTime() - resumeLeadMs)
}

/** The next times at which a pause may end, for the user to choose from. */
export function pauseEnds(
  { currentPeriodEnd, cycle }: Pick<Running, 'currentPeriodEnd' | 'cycle'>,
  now: Date,
): Date[] {
  if (!cycle) return []
  const last = addMonths(now, maxPauseMonths)
  const ends: Date[] = []
  let end = nextPeriodStart(cycle, currentPeriodEnd)
  while (ends.length < 3 && end <= last) {
    ends.push(end)
    end = nextPeriodStart(cycle, end)
  }
  return ends
}
