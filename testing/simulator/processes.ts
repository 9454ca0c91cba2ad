import type { Around } from '../intercept'
import { type Faults, fateOf } from './faults'
import type { Random } from './random'
import { type Recording, words } from './recording'
import { createScheduler, type ParkedCall, type Process } from './scheduler'

export type Ending = { value: unknown } | { error: unknown } | 'died'

/** No function may run for longer; shorter than the lease of an intent. */
const functionTimeoutMs = 60_000

/**
 * The processes of one run, and what goes wrong with them: their calls are carried out one by one, in
 * whatever order they are picked, and each may fail, get lost, kill its process, or land much later.
 */
export function createProcesses(
  clock: { now: number },
  dice: Random,
  faults: Faults,
  { run, say, count, tracing }: Recording,
) {
  const scheduler = createScheduler()
  const alive = new Map<Process, (ending: Ending) => void>()
  /** Writes that nobody waits for any more, and that Cognito has yet to see. */
  const late: ParkedCall[] = []
  let started = 0

  const die = (process: Process) => {
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

    /** Runs it up to its first call; `end` is told what came of it, whenever that is. */
    async start(
      name: string,
      work: (around: Around) => Promise<unknown>,
      end: (ending: Ending, calls: readonly string[]) => void,
    ): Promise<void> {
      const process: Process = {
        name: `${name} #${++started}`,
        startedAt: clock.now,
        calls: [],
        ended: false,
      }
      const finish = (ending: Ending) => {
        alive.delete(process)
        say(process.name, endingWords(ending))
        count(process.calls)
        end(ending, process.calls)
      }
      alive.set(process, finish)
      say(process.name, 'starts')
      await scheduler.start(process, work, finish)
    },

    /** Carries one parked call out, or lets something go wrong with it. */
    async step(at: number, disturbed: boolean): Promise<void> {
      const call = scheduler.take(at)
      if (!call) return
      const mayFail = disturbed && run.faults < faults.budget
      const fate = mayFail ? fateOf(call.name, faults, dice) : 'goes'
      if (fate !== 'goes') run.faults++
      if (fate.endsWith('late')) late.push(call)
      let ending: { value: unknown } | { error: unknown } = {
        error: new Error(`${call.name}: ${fate}`),
      }
      if (fate === 'goes' || fate === 'answer_lost' || fate === 'dies_after') {
        const answer = await carryOut(call)
        if (fate === 'goes') ending = answer
      }
      // The answer is on its way for a while, and Stripe dates it when it leaves.
      if (dice.chance(0.3)) clock.now += dice.below(400)
      if (tracing) {
        say(call.process.name, `${call.name} → ${'error' in ending ? fate : words(ending.value)}`)
      }
      if (fate.startsWith('dies')) die(call.process)
      else await scheduler.resume(call, ending)
    },

    /** A write that nobody waits for any more arrives at Cognito. */
    async land(): Promise<void> {
      const [call] = late.splice(dice.below(late.length), 1)
      if (!call) return
      say(call.process.name, `${call.name} lands late`)
      await carryOut(call)
    },

    /** Those whose time is up. */
    killOverdue() {
      for (const process of alive.keys()) {
        if (clock.now - process.startedAt > functionTimeoutMs) die(process)
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

function endingWords(ending: Ending): string {
  if (ending === 'died') return 'DIES'
  return 'error' in ending ? `fails: ${words(ending.error)}` : `ends: ${words(ending.value)}`
}
