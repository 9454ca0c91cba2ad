import { methods } from '@/lib/api/methods'
import { recordBurst } from '@/lib/api/usage/burst'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
// Seconds; less than the lease of lib/sync/intents.ts.
export const maxDuration = 60

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: recordBurst(services) })
