import type { Account } from '@/lib/db/accounts/accounts'

/** The result of one run. */
export type SimulationRun = {
  /** The first problem; `null` if there was none. */
  failure: string | null
  /** A late write left groups wrong after the sweeper, and one reconcile repaired them. */
  zombieDamage: boolean
  deliveries: number
  calls: Record<'stripe' | 'dynamo' | 'cognito', number>
  faults: number
  trace: string[]
}

/** The record of a run in progress, and the functions that add to it. */
export function startRecording(clock: { now: number }, tracing: boolean) {
  const run: SimulationRun = {
    failure: null,
    zombieDamage: false,
    deliveries: 0,
    calls: { stripe: 0, dynamo: 0, cognito: 0 },
    faults: 0,
    trace: [],
  }
  const trace = (who: string, what: string) => {
    if (tracing) run.trace.push(`${stamp(clock.now)}  ${who.padEnd(28)} ${what}`)
  }
  return {
    run,
    tracing,
    trace,

    /** Only the first problem counts: later ones may follow from it. */
    fail(what: string | null) {
      if (!what || run.failure) return
      run.failure = what
      trace('', what)
    },

    count(calls: readonly string[]) {
      for (const call of calls) {
        if (call.startsWith('stripe.')) run.calls.stripe++
        else if (call.startsWith('groups.') || call.startsWith('people.')) run.calls.cognito++
        else run.calls.dynamo++
      }
    },
  }
}
export type Recording = ReturnType<typeof startRecording>

const stamp = (now: number) => new Date(now).toISOString().slice(5, 23).replace('T', ' ')

/**
 * A value as text for a trace. For a row: its version, its plan, its intents and when it is due.
 */
export const summarize = (value: unknown): string => {
  if (value instanceof Error) return value.message
  if (isRow(value)) {
    const { version, access, intents, dueAt } = value
    const underWay = Object.keys(intents).join(' ') || 'nothing'
    const due = dueAt ? stamp(dueAt.getTime()) : 'never'
    return `version ${version}: ${access.plan}, ${underWay} under way, due ${due}`
  }
  const text = JSON.stringify(value) ?? 'done'
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

const isRow = (value: unknown): value is Account =>
  typeof value === 'object' && value !== null && 'version' in value && 'intents' in value
