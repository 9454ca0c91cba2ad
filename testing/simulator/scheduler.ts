import type { Interceptor } from '../intercept'

/**
 * One run of our code: a delivery, a sweep. Its calls to backends wait until the scheduler releases
 * them.
 */
export type Process = {
  name: string
  startedAt: number
  calls: string[]
  ended: boolean
}

export type ParkedCall = {
  process: Process
  name: string
  /** Carries out the call at the backend. The process gets the result from `answer` or `refuse`. */
  send: () => Promise<unknown>
  answer(value: unknown): void
  refuse(error: unknown): void
}

/**
 * Runs several processes one call at a time. Each call to a backend is parked here, and the caller
 * picks which parked call continues. So a race is a choice made by the seed, and can be repeated.
 */
export function createScheduler() {
  const parked: ParkedCall[] = []
  /** Called when the process that was released has parked again, or ended. */
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
        // True because `answer` gets what `send` resolved to.
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

    /** Gives a process the result of its call, and runs it up to its next one. */
    async resume(call: ParkedCall, ending: { value: unknown } | { error: unknown }) {
      const respond = () =>
        'error' in ending ? call.refuse(ending.error) : call.answer(ending.value)
      // While other calls of the same process are parked, this result may not make it continue.
      if (parked.some(({ process }) => process === call.process)) {
        respond()
        await new Promise(setImmediate)
      } else {
        await untilIdle(respond)
      }
    },

    /**
     * Kills a process: it gets no results and makes no more calls. Returns the calls that were
     * parked.
     */
    kill(process: Process): ParkedCall[] {
      process.ended = true
      const lost = parked.filter((call) => call.process === process)
      for (const call of lost) parked.splice(parked.indexOf(call), 1)
      return lost
    },
  }
}
