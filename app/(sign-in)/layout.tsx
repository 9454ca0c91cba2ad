import type { ReactNode } from 'react'
import { NeedsScript } from '@/components/layout/needs-script'
import { services } from '@/lib/services'

export default function SignInLayout({ children }: { children: ReactNode }) {
  const { MAILBOX_URL: mailbox } = services.settings

  return (
    <div className="mx-auto w-full max-w-md px-gutter pt-8">
      <div className="overflow-hidden rounded-panel border border-line bg-card shadow-card">
        <div aria-hidden="true" className="stripes h-2.5" />
        <div className="p-6 sm:p-8">
          <NeedsScript what="Signing in" />
          <div className="noscript:[&_.skeleton]:hidden">{children}</div>
        </div>
      </div>
      {mailbox && (
        <p className="mt-6 text-muted">
          On the local stack, codes show up in{' '}
          <a href={mailbox} target="_blank" rel="noreferrer" className="link">
            the mailbox
          </a>
          .
        </p>
      )}
    </div>
  )
}
