import type { Outbox } from '@/lib/db/outbox/outbox'
import type { UsagePorts } from '@/lib/db/usage/ports'
import type { CurrentAccountServices } from '@/lib/sync/current-account'

export type UsageServices = UsagePorts & CurrentAccountServices & { outbox: Outbox }
