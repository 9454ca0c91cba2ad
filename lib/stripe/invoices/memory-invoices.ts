import type { Invoices } from './invoices'

export type MemoryInvoices = Invoices & {
  /** Bills a subscription. Returns the address of the page on which it can be paid. */
  bill(subscriptionId: string): string
  /** Pays the newest open invoice. */
  pay(subscriptionId: string): void
}

export function memoryInvoices(): MemoryInvoices {
  const open = new Map<string, string[]>()
  let made = 0
  return {
    async payPage(subscriptionId) {
      return open.get(subscriptionId)?.at(-1) ?? null
    },
    bill(subscriptionId) {
      const url = `https://invoice.test/${++made}`
      open.set(subscriptionId, [...(open.get(subscriptionId) ?? []), url])
      return url
    },
    pay(subscriptionId) {
      open.set(subscriptionId, (open.get(subscriptionId) ?? []).slice(0, -1))
    },
  }
}
