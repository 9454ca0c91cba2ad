import type { ReactNode } from 'react'
import { services } from '@/lib/services'

export default function SignInLayout({ children }: { children: ReactNode }) {
  const { MAILBOX_URL: mailbox } = services.settings

  return (
    <div className="mx-auto w-full max-w-md px-5 pt-8">
      <div className="overflow-hidden rounded-2xl border border-line bg-card shadow-card">
        <div aria-hidden="true" className="stripes h-2.5" />
        <div className="p-6 sm:p-8">{children}</div>
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
