import type { Trigger } from '@/lib/sync/sync'

/** An occasion for a sync that nobody cares about. */
export const asked: Trigger = { cause: { kind: 'request' } }
