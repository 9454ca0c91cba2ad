import type { SpendingCaps } from './caps'
import type { UsageRows } from './memory-rows'

export function memorySpendingCaps({ caps }: UsageRows): SpendingCaps {
  return {
    async get(userId) {
      return structuredClone(caps.get(userId) ?? {})
    },
    async set(userId, meter, cap) {
      const { [meter]: _, ...others } = caps.get(userId) ?? {}
      caps.set(userId, cap ? { ...others, [meter]: cap } : others)
    },
  }
}
