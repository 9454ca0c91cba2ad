import { methods } from '@/lib/api/methods'
import { listPlans } from '@/lib/api/plans/plans'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: listPlans(services) })
