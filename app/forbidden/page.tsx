import type { Metadata } from 'next'
import { MessagePage } from '@/components/layout/message-page'
import { SignOutButton } from '@/components/sign-in/sign-out-button'
import { ButtonLink } from '@/components/ui/button'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'

export const metadata: Metadata = { title: 'Access denied', robots: { index: false } }

/** For pages that no plan includes: staff pages, and what belongs to another account. */
export default async function ForbiddenPage() {
  const isSignedIn = (await visitorIfKnown()) !== null
  return (
    <MessagePage
      code="403"
      title="You don’t have access to this page"
      actions={
        isSignedIn ? (
          <>
            <ButtonLink href="/dashboard" variant="primary">
              Go to your dashboard
            </ButtonLink>
            <SignOutButton>Sign out and use a different account</SignOutButton>
          </>
        ) : (
          <>
            <ButtonLink href="/signin" variant="primary">
              Sign in
            </ButtonLink>
            <ButtonLink href="/">Go to home page</ButtonLink>
          </>
        )
      }
    >
      <p>
        No plan includes it. If you think you should have access, contact the site’s administrator.
      </p>
    </MessagePage>
  )
}
