import { replayEvents } from '@/lib/api/admin/replay-events'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
// A hundred events, each with its reads and writes. Less than the lease of a writer of groups.
export const maxDuration = 60

export const POST = replayEvents(services)
