import { replayEvents } from '@/lib/api/admin/replay-events'
import { methods } from '@/lib/api/methods'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
// A hundred events, each with its reads and writes. Less than the lease of a writer of groups.
export const maxDuration = 60

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ POST: replayEvents(services) })
