import { reconcile } from '@/lib/api/cron/reconcile'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
// Seconds; more than the handler takes before it leaves the rest to the next call.
export const maxDuration = 60
export const dynamic = 'force-dynamic'

export const GET = reconcile(services)
export const POST = GET
