import { Check } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Card } from '@/components/ui/card'
import { longDate } from '@/components/ui/dates'
import { ApiDemo } from './api-demo'
import { ChartDemo } from './chart-demo'
import { DemoCard } from './demo-card'
import { Figures } from './figures'
import type { Demo, DemoLink, DemoOption, DemoRow } from './types'

/** Shows the demo of a feature. The dates of a list are relative to `now`. */
export function DemoView({ demo, appUrl, now }: { demo: Demo; appUrl: string; now: Date }) {
  switch (demo.kind) {
    case 'api':
      return <ApiDemo {...demo} appUrl={appUrl} />
    case 'chart':
      return <ChartDemo {...demo} />
    case 'list':
      return <ListDemo {...demo} now={now} />
    case 'board':
      return <BoardDemo {...demo} />
    case 'options':
      return <OptionsDemo {...demo} />
    case 'chat':
      return <ChatDemo {...demo} />
  }
}

type DemoOf<Kind extends Demo['kind']> = Extract<Demo, { kind: Kind }>

const ListDemo = ({ title, rows, more, now }: DemoOf<'list'> & { now: Date }) => (
  <RowsCard title={title} more={more}>
    {rows.map((row) => (
      <Item key={`${row.title}${row.inDays}`} row={row} now={now} />
    ))}
  </RowsCard>
)

const BoardDemo = ({ columns }: DemoOf<'board'>) => (
  <div className="grid gap-4 sm:grid-cols-3">
    {columns.map(({ name, cards }) => (
      <section key={name} aria-label={name} className="rounded-card bg-sunk p-3">
        <h2 className="px-1 font-semibold tracking-normal">{name}</h2>
        <ul className="mt-3 grid gap-2">
          {cards.map((card) => (
            <li
              key={card}
              className="rounded-field border border-line bg-card px-3 py-2.5 shadow-card"
            >
              {card}
            </li>
          ))}
        </ul>
      </section>
    ))}
  </div>
)

const OptionsDemo = ({ title, options }: DemoOf<'options'>) => (
  <RowsCard title={title}>
    {options.map((option) => (
      <Option key={option.name} {...option} />
    ))}
  </RowsCard>
)

const ChatDemo = ({ asked, answered, figures }: DemoOf<'chat'>) => (
  <Card label="Playground">
    <p className="ml-auto w-fit max-w-[85%] rounded-card bg-brand-tint px-4 py-3">
      <span className="sr-only">You: </span>
      {asked}
    </p>
    <p className="mt-3 w-fit max-w-[85%] rounded-card bg-sunk px-4 py-3">
      <span className="sr-only">Answer: </span>
      {answered}
    </p>
    <div className="mt-6 border-line border-t pt-5">
      <Figures figures={figures} />
    </div>
  </Card>
)

const RowsCard = ({
  title,
  more,
  children,
}: {
  title: string
  more?: DemoLink | undefined
  children: ReactNode
}) => (
  <DemoCard title={title}>
    <ul className="divide-y divide-line">{children}</ul>
    {more && (
      <p className="mt-5">
        <Link href={more.href} className="link">
          {more.text}
        </Link>
      </p>
    )}
  </DemoCard>
)

const Item = ({ row: { title, text, inDays, badge }, now }: { row: DemoRow; now: Date }) => (
  <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-1 py-3 first:pt-0 last:pb-0">
    <div className="min-w-0">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 font-semibold">
        {title}
        {badge && <Badge tone={badge.tone}>{badge.text}</Badge>}
      </p>
      {text && <p className="text-muted text-sm">{text}</p>}
    </div>
    {inDays !== undefined && (
      <p className="text-muted text-sm tabular-nums">
        {longDate(new Date(now.getTime() + inDays * 86_400_000))}
      </p>
    )}
  </li>
)

const Option = ({ name, text, isOn }: DemoOption) => (
  <li className="flex items-center justify-between gap-6 py-3 first:pt-0 last:pb-0">
    <div className="min-w-0">
      <p className="font-semibold">{name}</p>
      <p className="text-muted text-sm">{text}</p>
    </div>
    <Badge
      tone={isOn ? 'go' : 'neutral'}
      icon={isOn ? <Check aria-hidden="true" className="size-3.5" /> : undefined}
    >
      {isOn ? 'On' : 'Off'}
    </Badge>
  </li>
)
