import { unknownPath } from '@/lib/api/unknown-path'
import { services } from '@/lib/services'

export const runtime = 'nodejs'
export const dynamic = 'force-dynamic'

const handler = unknownPath(services)

export { handler as DELETE, handler as GET, handler as PATCH, handler as POST, handler as PUT }
