import type { CustomerOwners } from './customer-owners'
import type { MemoryRows } from './memory-rows'

export function memoryCustomerOwners({ update, owners }: MemoryRows): CustomerOwners {
  const link = (userId: string, customerId: string, seen: string | null) => {
    const linked = update(
      userId,
      (row) => row.customerId === seen && (owners.get(customerId) ?? userId) === userId,
      () => ({ customerId }),
    )
    if (linked) owners.set(customerId, userId)
    return linked
  }

  return {
    async ownerOf(customerId) {
      return owners.get(customerId) ?? null
    },
    async link(userId, customerId) {
      return link(userId, customerId, null)
    },
    async relink(userId, gone, customerId) {
      return link(userId, customerId, gone)
    },
  }
}
