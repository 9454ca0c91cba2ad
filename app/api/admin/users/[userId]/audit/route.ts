import { userAudit } from '@/lib/api/admin/user-audit'
import { methods } from '@/lib/api/methods'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: userAudit(services) })
