import { hashOf, type Trials } from './trials'

export type MemoryTrials = Trials & { all(): ReadonlyMap<string, string> }

export function memoryTrials(): MemoryTrials {
  const holders = new Map<string, string>()
  return {
    all: () => holders,
    async holder(mark) {
      return holders.get(hashOf(mark, '')) ?? null
    },
    async claim(mark, userId) {
      const hash = hashOf(mark, '')
      const holder = holders.get(hash) ?? userId
      holders.set(hash, holder)
      return holder
    },
  }
}
