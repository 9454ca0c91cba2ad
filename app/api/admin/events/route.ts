import { listEvents } from '@/lib/api/admin/events'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = listEvents(services)
