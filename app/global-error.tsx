'use client'

import './globals.css'
import ErrorPage from './error'

/** When even the layout could not be made. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en">
      <body className="min-h-dvh font-sans antialiased">
        <title>Something broke · Tollgate</title>
        <main>
          <ErrorPage {...props} />
        </main>
      </body>
    </html>
  )
}
