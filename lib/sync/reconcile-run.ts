import { z } from 'zod'
import type { Checkpoint, Checkpoints } from '@/lib/db/checkpoints'
import type { Page } from '@/lib/page'

/** One list to walk through, page by page. */
export type Walk<T> = {
  name: string
  list: (after: string | null) => Promise<Page<T>>
  /** How an item is written down for whoever goes on. */
  item: z.ZodType<T>
  /** May be given an item twice. */
  take: (item: T) => void
  /** How many pages a crash may cost. */
  pagesPerNote?: number
}

/** Two seconds' work; packed, some hundred kilobytes. */
const usualPages = 50

/** A run from its start, or from where the last one that didn't end had come. */
export type Run = {
  readonly runId: string
  readonly startedAt: Date
  /** Walks to the list's end; `false` if it was told to stop before. */
  walk<T>(walk: Walk<T>, stop: () => boolean): Promise<boolean>
  end(): Promise<void>
}

/** An older checkpoint's listing would only make suspects of everybody. */
const goodForMs = 6 * 3_600_000

export async function openRun(
  checkpoints: Checkpoints,
  fresh: { runId: string; startedAt: Date; rules: string },
): Promise<Run> {
  const found = await checkpoints.load()
  const age = found ? fresh.startedAt.getTime() - found.startedAt.getTime() : 0
  const goesOn = found !== null && found.rules === fresh.rules && age < goodForMs
  const checkpoint: Checkpoint = goesOn ? found : { ...fresh, walks: {} }
  const { runId, startedAt } = checkpoint

  return {
    runId,
    startedAt,
    end: () => checkpoints.clear(),

    async walk<T>(
      { name, list, item, take, pagesPerNote = usualPages }: Walk<T>,
      stop: () => boolean,
    ) {
      const Items = z.array(item)
      let state = checkpoint.walks[name] ?? { cursor: null, done: false, notes: 0 }
      for (let number = 0; number < state.notes; number++) {
        const text = await checkpoints.read({ runId, walk: name, number })
        for (const seen of Items.parse(JSON.parse(text))) take(seen)
      }

      let unsaved: T[] = []
      let { cursor, done } = state
      const save = async () => {
        if (cursor === state.cursor && done === state.done) return
        const at = { runId, walk: name, number: state.notes }
        await checkpoints.note(at, JSON.stringify(z.encode(Items, unsaved)))
        state = { cursor, done, notes: state.notes + 1 }
        checkpoint.walks[name] = state
        await checkpoints.save(checkpoint)
        unsaved = []
      }

      for (let pages = 1; !done; pages++) {
        if (stop()) break
        const page = await list(cursor)
        for (const seen of page.items) take(seen)
        unsaved.push(...page.items)
        cursor = page.next ?? cursor
        done = page.next === null
        if (done || pages % pagesPerNote === 0) await save()
      }
      await save()
      return done
    },
  }
}
