import { portal } from '@/lib/api/portal'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const POST = portal(services)
