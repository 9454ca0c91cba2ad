import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { one, type SearchParams } from '@/components/plans/choice'
import { SignIn } from '@/components/sign-in/sign-in'
import { safePath } from '@/lib/auth/safe-path'
import { hasSession } from '@/lib/auth/session'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'

export const metadata: Metadata = { title: 'Reset your password', robots: { index: false } }

export default async function ForgotPasswordPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  // A path of this site, as on the sign-in page, which leads here and is led back to.
  const to = safePath(one((await searchParams).next)) as Route
  if (await visitorIfKnown()) redirect(to)

  return <SignIn first="forgotPassword" to={to} hasSession={await hasSession()} />
}
