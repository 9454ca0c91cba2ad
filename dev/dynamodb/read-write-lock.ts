export type ReadWriteLock = {
  /** Runs concurrently with other `shared` work, but never with `exclusive` work. */
  shared<T>(work: () => Promise<T>): Promise<T>
  /** Runs after everything before it has ended, and before anything after it starts. */
  exclusive<T>(work: () => Promise<T>): Promise<T>
}

/** A fair lock: first come, first served, so neither side can starve the other. */
export function createReadWriteLock(): ReadWriteLock {
  const waiting: { exclusive: boolean; start: () => void }[] = []
  let running = 0
  let isExclusive = false

  function next() {
    for (let first = waiting[0]; first; first = waiting[0]) {
      if (isExclusive || (first.exclusive && running > 0)) return
      waiting.shift()
      running += 1
      isExclusive = first.exclusive
      first.start()
    }
  }

  async function acquire<T>(exclusive: boolean, work: () => Promise<T>): Promise<T> {
    await new Promise<void>((start) => {
      waiting.push({ exclusive: exclusive, start })
      next()
    })
    try {
      return await work()
    } finally {
      running -= 1
      if (exclusive) isExclusive = false
      next()
    }
  }

  return {
    shared: (work) => acquire(false, work),
    exclusive: (work) => acquire(true, work),
  }
}
