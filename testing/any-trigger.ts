import type { Occasion } from '@/lib/sync/sync'

/** An occasion for a sync that nobody cares about. */
export const asked: Occasion = { cause: { kind: 'request' } }
