/**
 * A scheduled task: one entry per task and object (`renew` of `sub_1`). Entries run in order of
 * time, and in the order they were planned if their times are equal, so that the same history
 * always runs in the same order.
 */
export interface Entry {
  at: number
  order: number
  task: string
  id: string
  /** The test clock that the object belongs to, if any. Only advancing that runs the task. */
  testClock?: string
}

export class Agenda {
  readonly #entries = new Map<string, Entry>()
  /**
   * Binary heaps of entries: of the world (null) and of each test clock. Some entries are stale: an
   * entry is valid only while it is in `#entries`.
   */
  readonly #heaps = new Map<string | null, Entry[]>()
  #order = 0
  /** The test clock whose tasks are being planned and run, or null for the world's. */
  testClock: string | null = null

  constructor(readonly journal: (undo: () => void) => void) {}

  /**
   * Schedules a task for a time in milliseconds. Replaces an earlier entry for the same task and
   * id.
   */
  plan(task: string, id: string, at: number): void {
    const key = `${task} ${id}`
    const before = this.#entries.get(key)
    if (before?.at === at) return
    const entry: Entry = { at, order: this.#order++, task, id }
    if (this.testClock) entry.testClock = this.testClock
    this.#set(key, entry)
    this.journal(() => this.#set(key, before))
  }

  cancel(task: string, id: string): void {
    const key = `${task} ${id}`
    const before = this.#entries.get(key)
    if (!before) return
    this.#set(key, undefined)
    this.journal(() => this.#set(key, before))
  }

  /** When this task is scheduled, or null. */
  planned(task: string, id: string): number | null {
    return this.#entries.get(`${task} ${id}`)?.at ?? null
  }

  next(): Entry | null {
    const heap = this.#heaps.get(this.testClock)
    for (;;) {
      const first = heap?.[0]
      if (!heap || !first) return null
      if (this.#entries.get(`${first.task} ${first.id}`) === first) return first
      pop(heap)
    }
  }

  /** Earliest first. */
  all(): Entry[] {
    return [...this.#entries.values()].sort(byTime)
  }

  /** The tasks that the world's time runs, earliest first. */
  ofWorld(): Entry[] {
    return this.all().filter(({ testClock }) => testClock === undefined)
  }

  load(entries: Entry[]): void {
    this.#entries.clear()
    this.#heaps.clear()
    for (const entry of entries) this.#set(`${entry.task} ${entry.id}`, entry)
    this.#order = Math.max(-1, ...entries.map((entry) => entry.order)) + 1
  }

  #set(key: string, entry: Entry | undefined): void {
    if (entry) {
      this.#entries.set(key, entry)
      const owner = entry.testClock ?? null
      const heap = this.#heaps.get(owner)
      if (heap) push(heap, entry)
      else this.#heaps.set(owner, [entry])
    } else this.#entries.delete(key)
  }
}

function push(heap: Entry[], entry: Entry): void {
  let i = heap.push(entry) - 1
  while (i > 0) {
    const up = (i - 1) >> 1
    if (byTime(heap[up] as Entry, entry) <= 0) break
    heap[i] = heap[up] as Entry
    i = up
  }
  heap[i] = entry
}

function pop(heap: Entry[]): void {
  const last = heap.pop()
  if (!last || heap.length === 0) return
  let i = 0
  for (;;) {
    let down = 2 * i + 1
    if (down >= heap.length) break
    const right = heap[down + 1]
    if (right && byTime(right, heap[down] as Entry) < 0) down++
    if (byTime(last, heap[down] as Entry) <= 0) break
    heap[i] = heap[down] as Entry
    i = down
  }
  heap[i] = last
}

const byTime = (a: Entry, b: Entry) => a.at - b.at || a.order - b.order
