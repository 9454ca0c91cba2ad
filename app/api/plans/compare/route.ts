import { methods } from '@/lib/api/methods'
import { comparePlans } from '@/lib/api/plans/compare'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: comparePlans(services) })
