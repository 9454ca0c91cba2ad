import { z } from 'zod'
import { Checkpoint, type Checkpoints, LostChunk, type Note } from './checkpoints'

/** Checkpoints in memory. A dry run uses them too, because it must store nothing. */
export function memoryCheckpoints(): Checkpoints {
  const notes = new Map<string, string>()
  const keyOf = ({ runId, walk, number }: Note) => `${runId} ${walk} ${number}`
  let saved: z.input<typeof Checkpoint> | null = null

  return {
    async load() {
      return saved === null ? null : Checkpoint.parse(saved)
    },
    async save(checkpoint, seen) {
      const holder = saved?.holder ?? null
      if (holder !== seen && holder !== checkpoint.holder) return false
      saved = structuredClone(z.encode(Checkpoint, checkpoint))
      return true
    },
    async note(at, text) {
      notes.set(keyOf(at), text)
    },
    async read(at) {
      const text = notes.get(keyOf(at))
      if (text === undefined) throw new LostChunk(`There is no note ${keyOf(at)}`)
      return text
    },
    async clear(holder) {
      if (saved !== null && saved.holder !== holder) return false
      saved = null
      return true
    },
  }
}
