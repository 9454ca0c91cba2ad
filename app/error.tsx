'use client'

import { MessagePage } from '@/components/layout/message-page'

/** A page that could not be made. What went wrong is in the log, under the number shown here. */
export default function ErrorPage({ error, retry }: { error: unknown; retry: () => void }) {
  const digest = error instanceof Error && 'digest' in error ? String(error.digest) : null

  return (
    <MessagePage
      code="500"
      title="Something broke at our end"
      actions={
        <>
          <button type="button" onClick={retry} className="button button-go">
            Try again
          </button>
          {/* A whole new page: whatever broke may be in this one's memory. */}
          <a href="/" className="button">
            Go home
          </a>
        </>
      }
    >
      <p>
        It has been written down for us. Try again in a moment
        {digest ? (
          <>
            , or tell us this number: <code className="font-mono text-ink">{digest}</code>
          </>
        ) : null}
        .
      </p>
    </MessagePage>
  )
}
