import type { Metadata, Route } from 'next'
import Link from 'next/link'
import { redirect } from 'next/navigation'
import { one, type SearchParams } from '@/components/plans/choice'
import { SignIn } from '@/components/sign-in/sign-in'
import { safePath } from '@/lib/auth/safe-path'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'

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
    <>
      <SignIn step="signIn" to={to} />
      <p className="mt-6 flex flex-wrap justify-between gap-x-6 gap-y-2">
        <Link href="/forgot-password" className="link">
          Forgot your password?
        </Link>
        <Link href="/signup" className="link">
          Create an account
        </Link>
      </p>
    </>
  )
}
