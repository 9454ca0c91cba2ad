import { listOutbox } from '@/lib/api/admin/outbox'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = listOutbox(services)
