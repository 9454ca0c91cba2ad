import { entitlements } from '@/lib/api/entitlements'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = entitlements(services)
