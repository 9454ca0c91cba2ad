import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/** The progress of a long job, so that the next process to run it can resume there. */
export const Checkpoint = z.object({
  runId: z.string(),
  startedAt: Time,
  /** The rules the job ran with. A checkpoint made under other rules is discarded. */
  rules: z.string(),
  /** Whether the run always lists the whole user pool, not only the groups. */
  everybody: z.boolean(),
  walks: z.record(
    z.string(),
    z.object({ cursor: z.string().nullable(), done: z.boolean(), notes: z.int() }),
  ),
  /** The process that holds the lease, and when it expires. `null`: the lease was released. */
  holder: z.string(),
  heldUntil: Time.nullable(),
  savedAt: Time,
})
export type Checkpoint = z.infer<typeof Checkpoint>

/**
 * Stores one checkpoint, and the notes that its walks wrote. A note is written before the
 * checkpoint that counts it, so a job that crashes in between writes the note again.
 */
export type Checkpoints = {
  /** Reads the checkpoint. One that can't be parsed is deleted, as it would block every run. */
  load(): Promise<Checkpoint | null>
  /**
   * Writes the checkpoint if the stored one is held by `seen` (`null`: none is stored) or by the
   * same holder as the new one. Returns `false` if another process took it.
   */
  save(checkpoint: Checkpoint, seen: string | null): Promise<boolean>
  /** Writes or overwrites the note with that number. `text` may be several megabytes long. */
  note(at: Note, text: string): Promise<void>
  /** Reads a note. Throws `LostChunk` if it is missing or can't be unpacked. */
  read(at: Note): Promise<string>
  /** Deletes the checkpoint if `holder` still holds it. Its notes expire by themselves. */
  clear(holder: string): Promise<boolean>
}

/** A note is missing or unreadable, so its contents have to be computed again. */
export class LostChunk extends Error {
  override readonly name = 'LostChunk'
}

export type Note = { runId: string; walk: string; number: number }

export const noteDays = 2
