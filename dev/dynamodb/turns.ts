export type Turns = {
  /** Runs beside other `together` work, but never beside `alone` work. */
  together<T>(work: () => Promise<T>): Promise<T>
  /** Runs when everything before it has ended, and holds back everything after it. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** A fair lock: first come, first served, so neither side can starve the other. */
export function createTurns(): Turns {
  const waiting: { alone: boolean; start: () => void }[] = []
  let running = 0
  let someoneAlone = false

  function next() {
    for (let first = waiting[0]; first; first = waiting[0]) {
      if (someoneAlone || (first.alone && running > 0)) return
      waiting.shift()
      running += 1
      someoneAlone = first.alone
      first.start()
    }
  }

  async function turn<T>(alone: boolean, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      waiting.push({ alone, start })
      next()
    })
    try {
      return await work()
    } finally {
      running -= 1
      if (alone) someoneAlone = false
      next()
    }
  }

  return {
    together: (work) => turn(false, work),
    alone: (work) => turn(true, work),
  }
}
