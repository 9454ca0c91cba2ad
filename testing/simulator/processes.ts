import type { Interceptor } from '../intercept'
import { type Faults, randomOutcome } from './faults'
import type { Random } from './random'
import { type Recording, summarize } from './recording'
import { createScheduler, type ParkedCall, type Process } from './scheduler'

export type ProcessOutcome = { value: unknown } | { error: unknown } | 'died'

/** The longest that a function may run. Shorter than the lease of an intent. */
const functionTimeoutMs = 60_000

/**
 * The processes of one run, with faults. Calls are carried out one at a time, in the order that the
 * seed picks. A call may fail, lose its answer, kill its process, or be carried out much later.
 */
export function createProcesses(
  clock: { now: number },
  dice: Random,
  faults: Faults,
  { run, trace: say, count, tracing }: Recording,
) {
  const scheduler = createScheduler()
  const alive = new Map<Process, (ending: ProcessOutcome) => void>()
  /** Writes that have not reached Cognito yet, and whose process no longer waits for them. */
  const late: ParkedCall[] = []
  let started = 0

  const kill = (process: Process) => {
    for (const lost of scheduler.kill(process)) {
      if (isGroupWrite(lost) && faults.late > 0) late.push(lost)
    }
    alive.get(process)?.('died')
  }

  return {
    alive,
    late,
    parked: scheduler.parked,
    started: () => started,

    /**
     * Starts a process and runs it up to its first call. Calls `end` with its result when it ends.
     */
    async start(
      name: string,
      work: (intercept: Interceptor) => Promise<unknown>,
      end: (ending: ProcessOutcome, calls: readonly string[]) => void,
    ): Promise<void> {
      const process: Process = {
        name: `${name} #${++started}`,
        startedAt: clock.now,
        calls: [],
        ended: false,
      }
      const finish = (ending: ProcessOutcome) => {
        alive.delete(process)
        say(process.name, describeResult(ending))
        count(process.calls)
        end(ending, process.calls)
      }
      alive.set(process, finish)
      say(process.name, 'starts')
      await scheduler.start(process, work, finish)
    },

    /** Carries out one parked call, perhaps with a fault. */
    async step(at: number, withFaults: boolean): Promise<void> {
      const call = scheduler.take(at)
      if (!call) return
      const mayFail = withFaults && run.faults < faults.budget
      const outcome = mayFail ? randomOutcome(call.name, faults, dice) : 'goes'
      if (outcome !== 'goes') run.faults++
      if (outcome.endsWith('late')) late.push(call)
      let ending: { value: unknown } | { error: unknown } = {
        error: new Error(`${call.name}: ${outcome}`),
      }
      if (outcome === 'goes' || outcome === 'answer_lost' || outcome === 'dies_after') {
        const answer = await carryOut(call)
        if (outcome === 'goes') ending = answer
      }
      // The answer takes time to arrive. Stripe dates it when it is sent.
      if (dice.chance(0.3)) clock.now += dice.below(400)
      if (tracing) {
        say(
          call.process.name,
          `${call.name} → ${'error' in ending ? outcome : summarize(ending.value)}`,
        )
      }
      if (outcome.startsWith('dies')) kill(call.process)
      else await scheduler.resume(call, ending)
    },

    /** Carries out one late write. */
    async land(): Promise<void> {
      const [call] = late.splice(dice.below(late.length), 1)
      if (!call) return
      say(call.process.name, `${call.name} lands late`)
      await carryOut(call)
    },

    /** Kills the processes that have run longer than the timeout. */
    killOverdue() {
      for (const process of alive.keys()) {
        if (clock.now - process.startedAt > functionTimeoutMs) kill(process)
      }
    },
  }
}

const isGroupWrite = ({ name }: ParkedCall) => name === 'groups.add' || name === 'groups.remove'

async function carryOut(call: ParkedCall): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await call.send() }
  } catch (error) {
    return { error }
  }
}

function describeResult(ending: ProcessOutcome): string {
  if (ending === 'died') return 'DIES'
  return 'error' in ending
    ? `fails: ${summarize(ending.error)}`
    : `ends: ${summarize(ending.value)}`
}
