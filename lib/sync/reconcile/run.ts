import { z } from 'zod'
import { type Checkpoint, type Checkpoints, LostChunk } from '@/lib/db/checkpoints/checkpoints'
import { AppError } from '@/lib/errors'
import { type Page, StaleCursor } from '@/lib/page'

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
  /** Whether it goes on with what an earlier process listed since `startedAt`. */
  readonly goesOn: boolean
  /** Whether it lists every person: as it began, so it goes on. */
  readonly everybody: boolean
  /** Walks to the list's end; `false` if it was told to stop before. */
  walk<T>(walk: Walk<T>, stop: () => boolean): Promise<boolean>
  end(): Promise<void>
  /** Lets the next one go on at once, where it would have to wait for the lease to end. */
  release(): Promise<void>
}

export type RunOptions = {
  rules: string
  everybody: boolean
  /** Begins anew, whatever there is to go on with. */
  fresh: boolean
  newId: () => string
  clock: () => Date
}

/** The walk that comes after all lists. */
export const suspectsWalk = 'suspects'

/**
 * How long one that says nothing is taken to be at work still: it writes down where it stands after
 * each third of it, and the longest wait in between, for a busy far end, is a minute.
 */
export const runLeaseMs = 3 * 60_000

/** Nobody holds it longer than a lease, give or take what clocks differ by. */
const isHeld = (until: Date, now: Date) =>
  until > now && until.getTime() - now.getTime() <= 2 * runLeaseMs

/** An older checkpoint's listing would only make suspects of everybody. */
export const goodForMs = 6 * 3_600_000

/**
 * How long half a listing may lie: a list whose parts are of very different times shows people
 * twice or never, and Cognito forgets where its pages were. Whoever calls each minute goes on.
 */
export const halfListedForMs = 10 * 60_000

/** Throws `conflict` if another process is at it. */
export async function openRun(
  checkpoints: Checkpoints,
  { rules, everybody, fresh, newId, clock }: RunOptions,
): Promise<Run> {
  const found = await checkpoints.load()
  const now = clock()
  if (found?.heldUntil && isHeld(found.heldUntil, now)) throw atWork(found)

  const goesOn = found !== null && !fresh && isWorthIt(found, { rules, everybody }, now)
  const begun = goesOn
    ? found
    : { runId: newId(), startedAt: now, rules, everybody, walks: {} as Checkpoint['walks'] }
  const { runId, startedAt, walks } = begun
  const holder = newId()
  let savedAt = now

  const save = async (seen: string | null, { holds = true } = {}) => {
    savedAt = clock()
    const heldUntil = holds ? new Date(savedAt.getTime() + runLeaseMs) : null
    if (await checkpoints.save({ ...begun, holder, savedAt, heldUntil }, seen)) return
    throw atWork(await checkpoints.load())
  }
  const keepAlive = async () => {
    if (clock().getTime() - savedAt.getTime() > runLeaseMs / 3) await save(holder)
  }
  await save(found?.holder ?? null)

  return {
    runId,
    startedAt,
    goesOn,
    everybody: begun.everybody,

    async end() {
      await checkpoints.clear(holder)
    },

    release: () => save(holder, { holds: false }),

    async walk<T>(
      { name, list, item, take, pagesPerNote = usualPages }: Walk<T>,
      stop: () => boolean,
    ) {
      const Items = z.array(item)
      let state = walks[name] ?? unbegun
      const noted = await readNotes(checkpoints, { runId, walk: name }, state.notes, Items)
      if (!noted) state = unbegun
      for (const seen of noted ?? []) take(seen)

      let unsaved: T[] = []
      let { cursor, done } = state
      const note = async () => {
        if (cursor === state.cursor && done === state.done) return
        const at = { runId, walk: name, number: state.notes }
        await checkpoints.note(at, JSON.stringify(z.encode(Items, unsaved)))
        state = { cursor, done, notes: state.notes + 1 }
        walks[name] = state
        await save(holder)
        unsaved = []
      }

      const page = stepping(list)
      for (let pages = 1; !done; pages++) {
        if (stop()) break
        await keepAlive()
        const { items, next } = await page(cursor)
        for (const seen of items) take(seen)
        unsaved.push(...items)
        cursor = next ?? cursor
        done = next === null
        if (done || pages % pagesPerNote === 0) await note()
      }
      await note()
      return done
    },
  }
}

const unbegun = { cursor: null, done: false, notes: 0 }

/** What a walk saw before; `null` if some of it is lost: then it begins again. */
async function readNotes<T>(
  checkpoints: Checkpoints,
  of: { runId: string; walk: string },
  notes: number,
  Items: z.ZodType<T[]>,
): Promise<T[] | null> {
  const noted: T[] = []
  try {
    for (let number = 0; number < notes; number++) {
      noted.push(...Items.parse(JSON.parse(await checkpoints.read({ ...of, number }))))
    }
    return noted
  } catch (error) {
    const isLost =
      error instanceof LostChunk || error instanceof SyntaxError || error instanceof z.ZodError
    if (isLost) return null
    throw error
  }
}

function isWorthIt(
  { rules, everybody, startedAt, savedAt, walks }: Checkpoint,
  wanted: { rules: string; everybody: boolean },
  now: Date,
): boolean {
  if (rules !== wanted.rules || (wanted.everybody && !everybody)) return false
  const isListed = walks[suspectsWalk] !== undefined
  return (
    now.getTime() - startedAt.getTime() < goodForMs &&
    (isListed || now.getTime() - savedAt.getTime() < halfListedForMs)
  )
}

/** A place in a list may be lost while it is walked through: then back to the one before, and on. */
function stepping<T>(list: Walk<T>['list']): Walk<T>['list'] {
  const places: (string | null)[] = []
  return async (after) => {
    let place = after
    for (;;) {
      try {
        const page = await list(place)
        places.push(place)
        return page
      } catch (error) {
        if (!(error instanceof StaleCursor) || place === null) throw error
        place = places.pop() ?? null
      }
    }
  }
}

const atWork = (found: Checkpoint | null) =>
  new AppError(
    'conflict',
    found
      ? `Another reconcile is running: run ${found.runId}, started at ${found.startedAt.toISOString()}, last active at ${found.savedAt.toISOString()}. If it has crashed, a new one can start ${runLeaseMs / 60_000} minutes after that.`
      : 'Another reconcile started first and has ended. Run it again.',
  )
