import { webhook } from '@/lib/api/webhook/webhook'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
// Seconds; less than the lease of lib/sync/intents.ts.
export const maxDuration = 60
export const dynamic = 'force-dynamic'

export const POST = webhook(services)
