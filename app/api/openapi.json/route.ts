import { methods } from '@/lib/api/methods'
import { openApi } from '@/lib/api/reference/openapi'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = methods({ GET: openApi(services) })
