import { cronReconcile } from '@/lib/api/cron/reconcile'
import { methods } from '@/lib/api/methods'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
// Seconds; more than the handler takes before it leaves the rest to the next call.
export const maxDuration = 60

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({
  GET: cronReconcile(services),
  POST: cronReconcile(services),
})
