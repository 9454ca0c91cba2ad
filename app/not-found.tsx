import type { Metadata } from 'next'
import { MessagePage } from '@/components/layout/message-page'
import { ButtonLink } from '@/components/ui/button'

export const metadata: Metadata = { title: 'Page not found' }

export default function NotFound() {
  return (
    <MessagePage
      code="404"
      title="Page not found"
      actions={
        <>
          <ButtonLink href="/" variant="primary">
            Go to home page
          </ButtonLink>
          <ButtonLink href="/plans">View plans</ButtonLink>
        </>
      }
    >
      <p>This page may have moved, or the link may have a typo.</p>
    </MessagePage>
  )
}
