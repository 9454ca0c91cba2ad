import type { Metadata } from 'next'
import Link from 'next/link'
import { MessagePage } from '@/components/layout/message-page'

export const metadata: Metadata = { title: 'Not open to you', robots: { index: false } }

/** For what no plan opens: staff pages, and other people's things. */
export default function ForbiddenPage() {
  return (
    <MessagePage
      code="403"
      title="This gate is not for your account"
      actions={
        <>
          <Link href="/dashboard" className="button button-go">
            Go to your dashboard
          </Link>
          <Link href="/signout" prefetch={false} className="button">
            Sign in as somebody else
          </Link>
        </>
      }
    >
      <p>No plan opens this page. If you should be let in, ask whoever runs this site.</p>
    </MessagePage>
  )
}
