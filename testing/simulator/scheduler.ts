import type { Interceptor } from '../intercept'

/** One run of our code: a delivery, a sweep. Its calls to others wait until the scheduler lets them go. */
export type Process = {
  name: string
  startedAt: number
  calls: string[]
  ended: boolean
}

export type ParkedCall = {
  process: Process
  name: string
  /** Carries the call out at the far end. Nobody hears the answer before `answer` or `refuse`. */
  send: () => Promise<unknown>
  answer(value: unknown): void
  refuse(error: unknown): void
}

/**
 * Runs several processes one call at a time. Each call that a process makes to somebody else parks
 * here; whoever holds the scheduler picks which parked call goes on, so a race is a choice, made by
 * a seed, and can be made again.
 */
export function createScheduler() {
  const parked: ParkedCall[] = []
  /** Told when the process that was let go on has parked again, or ended. */
  let onIdle = () => {}

  const untilIdle = async (go: () => void) => {
    const waiting = new Promise<void>((resolve) => {
      onIdle = resolve
    })
    go()
    await waiting
  }

  const interceptorOf =
    (process: Process): Interceptor =>
    <T>(name: string, send: () => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        process.calls.push(name)
        // `answer` is given what `send` promised, or a value of the same call made elsewhere.
        const answer = (value: unknown) => resolve(value as T)
        parked.push({ process, name, send, answer, refuse: reject })
        onIdle()
      })

  return {
    parked,

    /** Starts a process and runs it up to its first call. */
    async start(
      process: Process,
      work: (intercept: Interceptor) => Promise<unknown>,
      end: (ending: { value: unknown } | { error: unknown }) => void,
    ): Promise<void> {
      const finish = (ending: { value: unknown } | { error: unknown }) => {
        process.ended = true
        end(ending)
        onIdle()
      }
      await untilIdle(() => {
        work(interceptorOf(process)).then(
          (value) => finish({ value }),
          (error) => finish({ error }),
        )
      })
    },

    /** Takes a parked call out of the queue, to be carried out, failed or forgotten. */
    take(at: number): ParkedCall | undefined {
      return parked.splice(at, 1)[0]
    },

    /** Lets a process hear of its call, and go on up to its next one. */
    async resume(call: ParkedCall, ending: { value: unknown } | { error: unknown }) {
      const respond = () =>
        'error' in ending ? call.refuse(ending.error) : call.answer(ending.value)
      // While other calls of the same process are out, hearing of this one may move nothing.
      if (parked.some(({ process }) => process === call.process)) {
        respond()
        await new Promise(setImmediate)
      } else {
        await untilIdle(respond)
      }
    },

    /** A dead process hears of none of its calls and makes no more. Answers those that were out. */
    kill(process: Process): ParkedCall[] {
      process.ended = true
      const lost = parked.filter((call) => call.process === process)
      for (const call of lost) parked.splice(parked.indexOf(call), 1)
      return lost
    },
  }
}
