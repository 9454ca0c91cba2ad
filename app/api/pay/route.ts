import { pay } from '@/lib/api/billing-pages/pay'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
// Seconds; less than the lease of lib/sync/intents.ts.
export const maxDuration = 60
export const dynamic = 'force-dynamic'

export const POST = pay(services)
