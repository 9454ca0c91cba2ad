import type { Metadata } from 'next'
import Link from 'next/link'
import { MessagePage } from '@/components/layout/message-page'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <MessagePage
      code="404"
      title="Page not found"
      actions={
        <>
          <Link href="/" className="button button-go">
            Go to home page
          </Link>
          <Link href="/plans" className="button">
            View plans
          </Link>
        </>
      }
    >
      <p>This page may have moved, or the link may have a typo.</p>
    </MessagePage>
  )
}
