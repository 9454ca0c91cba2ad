import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/** How far a long job has come, so that whoever runs it next goes on from there. */
export const Checkpoint = z.object({
  runId: z.string(),
  startedAt: Time,
  /** What the job ran with: a checkpoint of other rules is worth nothing. */
  rules: z.string(),
  /** Whether it lists every person, or only where they should be. */
  everybody: z.boolean(),
  walks: z.record(
    z.string(),
    z.object({ cursor: z.string().nullable(), done: z.boolean(), notes: z.int() }),
  ),
  /** The process that works at it, and until when it is left to that one; `null`: it gave it back. */
  holder: z.string(),
  heldUntil: Time.nullable(),
  savedAt: Time,
})
export type Checkpoint = z.infer<typeof Checkpoint>

/**
 * Keeps one checkpoint, and the notes that its walks took on the way. A note is written before the
 * checkpoint that counts it, so a job that dies in between writes it again.
 */
export type Checkpoints = {
  /** One that can't be read is none, and removed: nobody could go on with it, nor take its place. */
  load(): Promise<Checkpoint | null>
  /**
   * Writes it only if the one that is there is held by `seen` (`null`: there is none) or by this
   * one's own holder; `false` if somebody else took it.
   */
  save(checkpoint: Checkpoint, seen: string | null): Promise<boolean>
  /** Writes over the note of that number. `text` may be some megabytes long. */
  note(at: Note, text: string): Promise<void>
  /** Throws `LostChunk`. */
  read(at: Note): Promise<string>
  /** Forgets the checkpoint if `holder` still holds it; its notes expire. */
  clear(holder: string): Promise<boolean>
}

/** A note that is gone, or isn't one: what it told is to be found out again. */
export class LostChunk extends Error {
  override readonly name = 'LostChunk'
}

export type Note = { runId: string; walk: string; number: number }

export const noteDays = 2
