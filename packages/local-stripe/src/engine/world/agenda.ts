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
}

export class Agenda {
  readonly #entries = new Map<string, Entry>()
  /** A binary heap of entries. Some are stale: an entry is valid only while it is in `#entries`. */
  #heap: Entry[] = []
  #order = 0

  constructor(readonly journal: (undo: () => void) => void) {}

  /**
   * Schedules a task for a time in milliseconds. Replaces an earlier entry for the same task and
   * id.
   */
  plan(task: string, id: string, at: number): void {
    const key = `${task} ${id}`
    const before = this.#entries.get(key)
    if (before?.at === at) return
    const entry = { at, order: this.#order++, task, id }
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
    for (;;) {
      const first = this.#heap[0]
      if (!first) return null
      if (this.#entries.get(`${first.task} ${first.id}`) === first) return first
      this.#pop()
    }
  }

  /** Earliest first. */
  all(): Entry[] {
    return [...this.#entries.values()].sort(byTime)
  }

  load(entries: Entry[]): void {
    this.#entries.clear()
    this.#heap = [...entries].sort(byTime)
    for (const entry of entries) this.#entries.set(`${entry.task} ${entry.id}`, entry)
    this.#order = Math.max(-1, ...entries.map((entry) => entry.order)) + 1
  }

  #set(key: string, entry: Entry | undefined): void {
    if (entry) {
      this.#entries.set(key, entry)
      this.#push(entry)
    } else this.#entries.delete(key)
  }

  #push(entry: Entry): void {
    const heap = this.#heap
    let i = heap.push(entry) - 1
    while (i > 0) {
      const up = (i - 1) >> 1
      if (byTime(heap[up] as Entry, entry) <= 0) break
      heap[i] = heap[up] as Entry
      i = up
    }
    heap[i] = entry
  }

  #pop(): void {
    const heap = this.#heap
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
}

const byTime = (a: Entry, b: Entry) => a.at - b.at || a.order - b.order
