import type { Trigger } from '@/lib/sync/services'

/** A trigger for tests to which it makes no difference why a sync runs. */
export const anyTrigger: Trigger = { cause: { kind: 'request' } }
