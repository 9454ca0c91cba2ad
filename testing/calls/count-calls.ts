import type { DeliveredEvent } from './recorded-year'

export type Calls = { stripe: number; dynamodb: number; cognito: number }
export type Line = Calls & { type: string; deliveries: number }

/**
 * Counts calls by event type. Each method of a table's port is one call to DynamoDB, as in
 * `lib/db`. Except: a process caches a customer's owner after the first read. With a `cold` cache
 * every delivery reads it, as if each reached a new process.
 */
export function countCalls(
  delivered: DeliveredEvent[],
  cache: 'warm' | 'cold' = 'warm',
): { lines: Line[]; average: Calls } {
  const lines = new Map<string, Line>()
  let ownerKnown = false
  for (const { type, calls } of delivered) {
    const line = lines.get(type) ?? { type, deliveries: 0, stripe: 0, dynamodb: 0, cognito: 0 }
    lines.set(type, line)
    line.deliveries++
    for (const call of calls) {
      if (call === 'customerOwners.ownerOf' && ownerKnown && cache === 'warm') continue
      ownerKnown ||= call === 'customerOwners.ownerOf'
      line[backendOf(call)]++
    }
  }
  const all = [...lines.values()].sort((a, b) => a.type.localeCompare(b.type))
  const sum = (end: keyof Calls) => all.reduce((total, line) => total + line[end], 0)
  const each = (end: keyof Calls) => Number((sum(end) / delivered.length).toFixed(3))
  return {
    lines: all,
    average: { stripe: each('stripe'), dynamodb: each('dynamodb'), cognito: each('cognito') },
  }
}

/** Throws for a call it doesn't know, so that none goes uncounted. */
function backendOf(call: string): keyof Calls {
  if (call.startsWith('stripe ')) return 'stripe'
  if (/^(groups|people|sessions)\./.test(call)) return 'cognito'
  if (
    /^(accounts|accountWrites|customerOwners|sweepQueue|ledger|audit|outbox|checkpoints|trials)\./.test(
      call,
    )
  )
    return 'dynamodb'
  throw new Error(`Unknown backend for the call ${call}`)
}
