import type { Metadata } from 'next'
import Link from 'next/link'
import { MessagePage } from '@/components/layout/message-page'

export const metadata: Metadata = { title: 'Not found' }

export default function NotFound() {
  return (
    <MessagePage
      code="404"
      title="This road goes nowhere"
      actions={
        <>
          <Link href="/" className="button button-go">
            Go home
          </Link>
          <Link href="/plans" className="button">
            See the plans
          </Link>
        </>
      }
    >
      <p>There is no page at this address. It may have moved, or the link has a slip in it.</p>
    </MessagePage>
  )
}
