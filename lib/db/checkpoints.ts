import { z } from 'zod'
import { Time } from '@/lib/billing/time'

/** How far a long job has come, so that whoever runs it next goes on from there. */
export const Checkpoint = z.object({
  runId: z.string(),
  startedAt: Time,
  /** What the job ran with: a checkpoint of other rules is worth nothing. */
  rules: z.string(),
  walks: z.record(
    z.string(),
    z.object({ cursor: z.string().nullable(), done: z.boolean(), notes: z.int() }),
  ),
})
export type Checkpoint = z.infer<typeof Checkpoint>

/**
 * Keeps one checkpoint, and the notes that its walks took on the way. A note is written before the
 * checkpoint that counts it, so a job that dies in between writes it again.
 */
export type Checkpoints = {
  load(): Promise<Checkpoint | null>
  save(checkpoint: Checkpoint): Promise<void>
  /** Writes over the note of that number. `text` may be some megabytes long. */
  note(at: Note, text: string): Promise<void>
  /** Throws if it is gone. */
  read(at: Note): Promise<string>
  /** Forgets the checkpoint; its notes expire. */
  clear(): Promise<void>
}

export type Note = { runId: string; walk: string; number: number }

export const noteDays = 2
