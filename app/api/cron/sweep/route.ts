import { sweep } from '@/lib/api/sweep'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const GET = sweep(services)
export const POST = GET
