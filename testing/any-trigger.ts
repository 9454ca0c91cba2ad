import type { Trigger } from '@/lib/sync/services'

/** An occasion for a sync that nobody cares about. */
export const asked: Trigger = { cause: { kind: 'request' } }
