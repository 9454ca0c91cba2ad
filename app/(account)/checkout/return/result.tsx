import type { ReactNode } from 'react'

/** The layout of every outcome: an icon, a heading, what happened, and what to do next. */
export const ReturnMessage = ({
  icon,
  title,
  actions,
  children,
}: {
  icon: ReactNode
  title: string
  actions: ReactNode
  children: ReactNode
}) => (
  <div className="mx-auto w-full max-w-2xl px-5 pt-12">
    <div aria-hidden="true" className="[&>svg]:size-12 [&>svg]:text-go">
      {icon}
    </div>
    <h1 className="mt-5 font-bold text-4xl">{title}</h1>
    <div className="mt-4 grid gap-3 text-lg">
      {children}
      <div className="mt-5 flex flex-wrap gap-4 text-base">{actions}</div>
    </div>
  </div>
)
