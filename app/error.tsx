'use client'

import { useEffect } from 'react'
import { MessagePage } from '@/components/layout/message-page'
import { Button, buttonClass } from '@/components/ui/button'
import { isLoadError, reloadOnce } from '@/components/ui/new-build'

/** A page that failed to render. The log has the error, under the ID shown here. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  return isLoadError(error) ? <NotLoaded /> : <Broken error={error} retry={retry} />
}

/** Nothing is broken: a new build is out, or the network failed. Rendering again would not help. */
function NotLoaded() {
  useEffect(() => {
    void reloadOnce()
  }, [])

  return (
    <MessagePage
      code="Not loaded"
      title="Part of this page didn’t load"
      actions={
        <Button variant="primary" onClick={() => location.reload()}>
          Reload the page
        </Button>
      }
    >
      <p>Check your internet connection, then reload the page.</p>
    </MessagePage>
  )
}

function Broken({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null

  return (
    <MessagePage
      code="500"
      title="Something went wrong on our end"
      actions={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          {/* A full page load: the cause of the error may be in this page's memory. */}
          <a href="/" className={buttonClass()}>
            Go to home page
          </a>
        </>
      }
    >
      <p>
        We’ve logged the error.{' '}
        {digest ? (
          <>
            Try again, or contact us with this error ID:{' '}
            <code className="font-mono text-ink">{digest}</code>
          </>
        ) : (
          'Try again in a moment.'
        )}
      </p>
    </MessagePage>
  )
}
