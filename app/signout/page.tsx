import type { Metadata } from 'next'
import { NeedsScript } from '@/components/layout/needs-script'
import { SignOutButton } from '@/components/sign-in/sign-out-button'
import { ButtonLink } from '@/components/ui/button'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'

export const metadata: Metadata = { title: 'Sign out', robots: { index: false } }

/** Asks first: another website can open this page, but can't press its button. */
export default async function SignOutPage() {
  const visitor = await visitorIfKnown()
  return (
    <div className="mx-auto w-full max-w-2xl px-5 pt-12">
      <h1 className="font-bold text-4xl">Sign out?</h1>
      <p className="mt-4 text-lg text-muted">
        {visitor?.account.email
          ? `You’re signed in as ${visitor.account.email}.`
          : 'This ends your session in this browser.'}
      </p>
      <NeedsScript what="Signing out" />
      <div className="mt-8 flex flex-wrap items-center gap-4">
        <SignOutButton variant="primary" />
        <ButtonLink href="/dashboard">Stay signed in</ButtonLink>
      </div>
    </div>
  )
}
