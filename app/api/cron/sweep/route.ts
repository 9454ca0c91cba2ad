import { sweep } from '@/lib/api/cron/sweep'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
// Seconds; less than the lease of lib/sync/intents.ts.
export const maxDuration = 60
export const dynamic = 'force-dynamic'

export const GET = sweep(services)
export const POST = GET
