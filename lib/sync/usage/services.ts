import type { UsagePorts } from '@/lib/db/usage/ports'
import type { CurrentAccountServices } from '@/lib/sync/current-account'

export type UsageServices = UsagePorts & CurrentAccountServices
