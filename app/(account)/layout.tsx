import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { safePath } from '@/lib/auth/safe-path'
import { requireVisitor } from '@/lib/auth/session'

/**
 * Asks who is there before any page below begins to stream: after that, a redirect is no longer an
 * answer of its own but a line in one. Each page asks again, since a layout doesn't run for each.
 */
export default async function AccountLayout({ children }: { children: ReactNode }) {
  await requireVisitor(safePath((await headers()).get('x-path')))
  return children
}
