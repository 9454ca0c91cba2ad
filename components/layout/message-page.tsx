import type { ReactNode } from 'react'
import { Card, CardStub } from '@/components/ui/card'

/** A page with one message, such as an error, and links to where to go next. */
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
  <div className="mx-auto w-full max-w-xl px-gutter pt-8 sm:pt-14">
    <Card className="overflow-hidden">
      <div aria-hidden="true" className="stripes -mx-5 -mt-5 mb-6 h-3 sm:-mx-6 sm:-mt-6" />
      <p className="printed text-muted">{code}</p>
      <h1 className="mt-1 font-bold text-4xl">{title}</h1>
      <div className="mt-3 text-lg text-muted">{children}</div>
      <CardStub className="flex flex-wrap gap-3">{actions}</CardStub>
    </Card>
  </div>
)
