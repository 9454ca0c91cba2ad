import { checkout } from '@/lib/api/checkout'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const POST = checkout(services)
