import { webhook } from '@/lib/api/webhook'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const POST = webhook(services)
