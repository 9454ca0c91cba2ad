import { feature } from '@/lib/api/gates/feature'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
// Seconds; less than the lease of lib/sync/intents.ts.
export const maxDuration = 60
export const dynamic = 'force-dynamic'

type Context = RouteContext<'/api/features/[feature]'>

export const GET = async (request: Request, { params }: Context) =>
  feature(services)(request, await params)
