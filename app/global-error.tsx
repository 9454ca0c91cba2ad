'use client'

import './globals.css'
import { fontVariables } from '@/components/fonts/fonts'
import ErrorPage from './error'

/** Shown when the root layout itself fails to render. */
export default function GlobalError(props: { error: unknown; retry: () => void }) {
  return (
    <html lang="en" className={fontVariables}>
      <body className="min-h-dvh font-sans antialiased">
        <title>Something went wrong</title>
        <main>
          <ErrorPage {...props} />
        </main>
      </body>
    </html>
  )
}
