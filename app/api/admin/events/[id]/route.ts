import { showEvent } from '@/lib/api/admin/events'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

type Context = RouteContext<'/api/admin/events/[id]'>

export const GET = async (request: Request, { params }: Context) =>
  showEvent(services)(request, await params)
