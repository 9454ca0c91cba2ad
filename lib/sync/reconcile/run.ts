import { z } from 'zod'
import { type Checkpoint, type Checkpoints, LostChunk } from '@/lib/db/checkpoints/checkpoints'
import { AppError } from '@/lib/errors'
import { type Page, StaleCursor } from '@/lib/pagination'

/** One list to read page by page. */
export type Walk<T> = {
  name: string
  list: (after: string | null) => Promise<Page<T>>
  /** How an item is stored for the process that resumes the run. */
  item: z.ZodType<T>
  /** May receive an item twice. */
  take: (item: T) => void
  /** How many pages a crash may lose. */
  pagesPerChunk?: number
}

/** About two seconds of work, and a hundred kilobytes when compressed. */
const defaultPagesPerChunk = 50

/** A new run, or the continuation of one that was interrupted. */
export type Run = {
  readonly runId: string
  readonly startedAt: Date
  /** Whether it continues from what an earlier process listed since `startedAt`. */
  readonly resumed: boolean
  /** Whether it lists the whole user pool. A resumed run keeps its choice. */
  readonly everybody: boolean
  /** Reads a list to its end; `false` if `stop` ended it early. */
  walk<T>(walk: Walk<T>, stop: () => boolean): Promise<boolean>
  end(): Promise<void>
  /** Gives up the lease, so that the next process can resume at once. */
  release(): Promise<void>
}

export type RunOptions = {
  rules: string
  everybody: boolean
  /** Starts a new run even if there is one to resume. */
  fresh: boolean
  newId: () => string
  clock: () => Date
}

/** The walk through the suspects, after everything is listed. */
export const suspectsWalk = 'suspects'

/**
 * The lease of a run. It is renewed after each third; the longest wait in between, for a backend
 * that throttles, is a minute.
 */
export const runLeaseMs = 3 * 60_000

/** A lease that ends later than two lease times from now comes from a wrong clock. */
const isHeld = (until: Date, now: Date) =>
  until > now && until.getTime() - now.getTime() <= 2 * runLeaseMs

/** An older listing would make nearly every user a suspect. */
export const resumableMs = 6 * 3_600_000

/**
 * How long an incomplete listing can be resumed. If its parts are from very different times, it
 * shows users twice or not at all, and Cognito's page tokens expire. A caller that comes every
 * minute resumes.
 */
export const partialListingMs = 10 * 60_000

/** Throws `conflict` if another process holds the lease. */
export async function openRun(
  checkpoints: Checkpoints,
  { rules, everybody, fresh, newId, clock }: RunOptions,
): Promise<Run> {
  const found = await checkpoints.load()
  const now = clock()
  if (found?.heldUntil && isHeld(found.heldUntil, now)) throw heldByAnother(found)

  const resumed = found !== null && !fresh && isResumable(found, { rules, everybody }, now)
  const begun = resumed
    ? found
    : { runId: newId(), startedAt: now, rules, everybody, walks: {} as Checkpoint['walks'] }
  const { runId, startedAt, walks } = begun
  const holder = newId()
  let savedAt = now

  const save = async (seen: string | null, { holds = true } = {}) => {
    savedAt = clock()
    const heldUntil = holds ? new Date(savedAt.getTime() + runLeaseMs) : null
    if (await checkpoints.save({ ...begun, holder, savedAt, heldUntil }, seen)) return
    throw heldByAnother(await checkpoints.load())
  }
  const keepAlive = async () => {
    if (clock().getTime() - savedAt.getTime() > runLeaseMs / 3) await save(holder)
  }
  await save(found?.holder ?? null)

  return {
    runId,
    startedAt,
    resumed,
    everybody: begun.everybody,

    async end() {
      await checkpoints.clear(holder)
    },

    release: () => save(holder, { holds: false }),

    async walk<T>(
      { name, list, item, take, pagesPerChunk = defaultPagesPerChunk }: Walk<T>,
      stop: () => boolean,
    ) {
      const Items = z.array(item)
      let state = walks[name] ?? unbegun
      const stored = await readChunks(checkpoints, { runId, walk: name }, state.notes, Items)
      if (!stored) state = unbegun
      for (const seen of stored ?? []) take(seen)

      let unsaved: T[] = []
      let { cursor, done } = state
      const store = async () => {
        if (cursor === state.cursor && done === state.done) return
        const at = { runId, walk: name, number: state.notes }
        await checkpoints.note(at, JSON.stringify(z.encode(Items, unsaved)))
        state = { cursor, done, notes: state.notes + 1 }
        walks[name] = state
        await save(holder)
        unsaved = []
      }

      const page = withStepsBack(list)
      for (let pages = 1; !done; pages++) {
        if (stop()) break
        await keepAlive()
        const { items, next } = await page(cursor)
        for (const seen of items) take(seen)
        unsaved.push(...items)
        cursor = next ?? cursor
        done = next === null
        if (done || pages % pagesPerChunk === 0) await store()
      }
      await store()
      return done
    },
  }
}

const unbegun = { cursor: null, done: false, notes: 0 }

/** What a walk has stored; `null` if a chunk is lost: then the walk starts again. */
async function readChunks<T>(
  checkpoints: Checkpoints,
  of: { runId: string; walk: string },
  notes: number,
  Items: z.ZodType<T[]>,
): Promise<T[] | null> {
  const items: T[] = []
  try {
    for (let number = 0; number < notes; number++) {
      items.push(...Items.parse(JSON.parse(await checkpoints.read({ ...of, number }))))
    }
    return items
  } catch (error) {
    const isLost =
      error instanceof LostChunk || error instanceof SyntaxError || error instanceof z.ZodError
    if (isLost) return null
    throw error
  }
}

function isResumable(
  { rules, everybody, startedAt, savedAt, walks }: Checkpoint,
  wanted: { rules: string; everybody: boolean },
  now: Date,
): boolean {
  if (rules !== wanted.rules || (wanted.everybody && !everybody)) return false
  const isListed = walks[suspectsWalk] !== undefined
  return (
    now.getTime() - startedAt.getTime() < resumableMs &&
    (isListed || now.getTime() - savedAt.getTime() < partialListingMs)
  )
}

/** If a cursor becomes stale, goes back to the one before it and continues from there. */
function withStepsBack<T>(list: Walk<T>['list']): Walk<T>['list'] {
  const cursors: (string | null)[] = []
  return async (after) => {
    let cursor = after
    for (;;) {
      try {
        const page = await list(cursor)
        cursors.push(cursor)
        return page
      } catch (error) {
        if (!(error instanceof StaleCursor) || cursor === null) throw error
        cursor = cursors.pop() ?? null
      }
    }
  }
}

const heldByAnother = (found: Checkpoint | null) =>
  new AppError(
    'conflict',
    found
      ? `Another reconcile is running: run ${found.runId}, started at ${found.startedAt.toISOString()}, last active at ${found.savedAt.toISOString()}. If it has crashed, a new one can start ${runLeaseMs / 60_000} minutes after that.`
      : 'Another reconcile started first and has ended. Run it again.',
  )
