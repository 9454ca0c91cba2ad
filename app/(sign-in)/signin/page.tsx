import type { Metadata, Route } from 'next'
import { redirect } from 'next/navigation'
import { one, type SearchParams } from '@/components/plans/choice'
import { SignIn } from '@/components/sign-in/sign-in'
import { safePath } from '@/lib/auth/safe-path'
import { hasSession } from '@/lib/auth/session'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { services } from '@/lib/services'

export const metadata: Metadata = { title: 'Sign in', robots: { index: false } }

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<SearchParams>
}) {
  // `safePath` has checked that it stays on this site; whether the page exists, only a request
  // shows.
  const to = safePath(one((await searchParams).next)) as Route
  if (await visitorIfKnown()) redirect(to)

  return (
    <SignIn
      first="signIn"
      to={to}
      hasSession={await hasSession()}
      demoAccounts={services.settings.DEMO_ACCOUNTS}
    />
  )
}
