import { comparePlans } from '@/lib/api/plans/compare'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = comparePlans(services)
