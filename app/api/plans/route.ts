import { listPlans } from '@/lib/api/plans/plans'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = listPlans(services)
