import type { ReactNode } from 'react'

/** A page with one message: something is missing, denied or broken, and where to go instead. */
export const MessagePage = ({
  code,
  title,
  children,
  actions,
}: {
  code: string
  title: string
  children: ReactNode
  actions: ReactNode
}) => (
  <div className="mx-auto w-full max-w-2xl px-5 pt-12">
    <div aria-hidden="true" className="stripes h-3 rounded-full" />
    <p className="printed mt-8 text-muted">{code}</p>
    <h1 className="mt-1 font-bold text-4xl">{title}</h1>
    <div className="mt-4 text-lg text-muted">{children}</div>
    <div className="mt-8 flex flex-wrap gap-4">{actions}</div>
  </div>
)
