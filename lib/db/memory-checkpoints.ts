import { z } from 'zod'
import { Checkpoint, type Checkpoints, type Note } from './checkpoints'

/** Also for a dry run, which must leave nothing behind. */
export function memoryCheckpoints(): Checkpoints {
  const notes = new Map<string, string>()
  const keyOf = ({ runId, walk, number }: Note) => `${runId} ${walk} ${number}`
  let saved: unknown = null

  return {
    async load() {
      return saved === null ? null : Checkpoint.parse(saved)
    },
    async save(checkpoint) {
      saved = structuredClone(z.encode(Checkpoint, checkpoint))
    },
    async note(at, text) {
      notes.set(keyOf(at), text)
    },
    async read(at) {
      const text = notes.get(keyOf(at))
      if (text === undefined) throw new Error(`There is no note ${keyOf(at)}`)
      return text
    },
    async clear() {
      saved = null
    },
  }
}
