import type { ReactNode } from 'react'
import { Card, CardStub } from '@/components/ui/card'

/** The layout of every outcome: a card with a title, a text, an order summary and buttons. */
export const ReturnMessage = ({
  icon,
  title,
  summary,
  actions,
  children,
}: {
  icon: ReactNode
  title: string
  /** What was bought, if that is known. */
  summary?: ReactNode
  actions: ReactNode
  children: ReactNode
}) => (
  <div className="mx-auto w-full max-w-xl px-gutter pt-8 sm:pt-14">
    <Card>
      <div aria-hidden="true" className="[&>svg]:size-11 [&>svg]:text-muted">
        {icon}
      </div>
      <h1 className="mt-4 font-bold text-4xl">{title}</h1>
      <div className="mt-3 grid gap-3 text-lg text-muted">{children}</div>
      {summary}
      <CardStub className="flex flex-wrap gap-3">{actions}</CardStub>
    </Card>
  </div>
)
