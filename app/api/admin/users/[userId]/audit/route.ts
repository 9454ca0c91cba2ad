import { userAudit } from '@/lib/api/admin/user-audit'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Context = RouteContext<'/api/admin/users/[userId]/audit'>

export const GET = async (request: Request, { params }: Context) =>
  userAudit(services)(request, await params)
