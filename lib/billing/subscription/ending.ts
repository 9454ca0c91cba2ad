import { hasEnded } from '@/lib/billing/access/subscription-status'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { type ChangeBlocker, changeBlocker, type Running } from './change'

export type CancelDecision =
  | { kind: 'at_period_end' | 'now' | 'abandon' }
  /** It ends already, then. */
  | { kind: 'same'; at: Date }
  | { kind: 'refused'; reason: CancelRefusal }

export type CancelRefusal = 'no_subscription' | 'not_offered' | 'by_arrangement'

/** Leaving is never made hard: whatever is under way is dropped with it. */
export function decideCancel(
  when: 'period_end' | 'now',
  running: Running | null,
  { changes }: Pick<Catalog, 'changes'>,
): CancelDecision {
  if (!running || hasEnded(running.status)) return { kind: 'refused', reason: 'no_subscription' }
  if (running.scheduled && !running.scheduled.own) {
    return { kind: 'refused', reason: 'by_arrangement' }
  }
  // Nobody has paid for it: there is nothing to keep until an end.
  if (running.status === 'incomplete') return { kind: 'abandon' }
  if (when === 'now') {
    return changes.cancelNow ? { kind: 'now' } : { kind: 'refused', reason: 'not_offered' }
  }
  return running.cancelAt ? { kind: 'same', at: running.cancelAt } : { kind: 'at_period_end' }
}

export const resumables = ['cancellation', 'change', 'payment', 'pause'] as const
/** What can be taken back: the end, a planned change, one that waits for its payment, a pause. */
export type Resumable = (typeof resumables)[number]

export type ResumeStep =
  | { kind: 'undo_cancel' | 'cancel_scheduled_change' | 'discard_pending_update' }
  /** `bills`: its period began while it was paused, so a new one begins and is charged at once. */
  | { kind: 'unpause'; bills: boolean }
  /** A trial that ended without a card. */
  | { kind: 'start_paying' }

/** All that there is to take back, or just `what`. Nothing to take back is nothing wrong. */
export function decideResume(running: Running, what?: Resumable): ResumeStep[] {
  if (hasEnded(running.status)) return []
  const wants = (each: Resumable) => what === undefined || what === each
  const steps: ResumeStep[] = []
  if (running.pendingUpdate && wants('payment')) steps.push({ kind: 'discard_pending_update' })
  if (running.scheduled?.own && wants('change')) steps.push({ kind: 'cancel_scheduled_change' })
  if (running.cancelAt && wants('cancellation')) steps.push({ kind: 'undo_cancel' })
  if (!wants('pause')) return steps
  if (running.status === 'paused') steps.push({ kind: 'start_paying' })
  else if (running.pause) steps.push({ kind: 'unpause', bills: running.isUnbilled })
  return steps
}

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

/** Stripe takes a subscription up a minute before a period begins, so that this one is paid for. */
const resumeLeadMs = 60_000
const maxPauseMonths = 12

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
  const standstill = changeBlocker(running)
  if (standstill) return refused(standstill)
  if (running.status === 'trialing') return refused('on_trial')
  // Nothing is billed while it is paused: what was used before would be free.
  if (running.isMetered) return refused('metered')
  if (!resumesAt) return { kind: 'pause', resumesAt: null }
  if (resumesAt <= now) return refused('resumes_in_the_past')
  if (resumesAt > addMonths(now, maxPauseMonths)) return refused('resumes_too_late')
  return { kind: 'pause', resumesAt: pauseEnd(resumesAt, running) }
}

/**
 * When a pause can end by itself. Within the period that is paid for, at any time. Later only where a
 * period begins: the ones in between nobody pays for, and one taken up in its middle would be free.
 */
function pauseEnd(wanted: Date, { currentPeriodEnd, interval }: Running): Date {
  const step = interval === 'year' ? 12 : 1
  let begins = currentPeriodEnd
  if (wanted.getTime() < begins.getTime() - resumeLeadMs) return wanted
  for (let periods = 1; begins < wanted; periods++) {
    begins = addMonths(currentPeriodEnd, periods * step)
  }
  return new Date(begins.getTime() - resumeLeadMs)
}

/** The next times at which a pause may end by itself, for somebody to choose from. */
export function pauseEnds(
  { currentPeriodEnd, interval }: Pick<Running, 'currentPeriodEnd' | 'interval'>,
  now: Date,
): Date[] {
  const step = interval === 'year' ? 12 : 1
  const last = addMonths(now, maxPauseMonths)
  return [1, 2, 3]
    .map((periods) => addMonths(currentPeriodEnd, periods * step))
    .filter((end) => end <= last)
}

/** As Stripe counts: a month after January 31 is the last of February. */
function addMonths(from: Date, months: number): Date {
  const date = new Date(from)
  date.setUTCDate(1)
  date.setUTCMonth(from.getUTCMonth() + months)
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(from.getUTCDate(), last))
  return date
}
