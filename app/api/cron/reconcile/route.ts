import { reconcile } from '@/lib/api/reconcile'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'
export const maxDuration = 60

export const GET = (request: Request) => reconcile(services)(request)
export const POST = GET
