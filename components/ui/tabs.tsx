'use client'

import * as Radix from 'radix-ui/tabs'
import type { ReactNode } from 'react'

/** Tabs within a page. The arrow keys move between them. Use links if each part has its own URL. */
export const Tabs = ({
  label,
  tabs,
  initial,
}: {
  label: string
  tabs: { key: string; name: ReactNode; content: ReactNode }[]
  /** The key of the tab that is open at first. By default, the first tab. */
  initial?: string
}) => (
  <Radix.Root defaultValue={initial ?? tabs[0]?.key}>
    <Radix.List
      aria-label={label}
      className="mb-6 flex gap-1 overflow-x-auto border-line border-b [scrollbar-width:none]"
    >
      {tabs.map(({ key, name }) => (
        <Radix.Trigger
          key={key}
          value={key}
          className="-mb-px min-h-11 flex-none whitespace-nowrap border-transparent border-b-2 px-3.5 font-medium text-muted transition -outline-offset-4 hover:text-ink data-[state=active]:border-brand data-[state=active]:font-semibold data-[state=active]:text-ink"
        >
          {name}
        </Radix.Trigger>
      ))}
    </Radix.List>
    {tabs.map(({ key, content }) => (
      <Radix.Content key={key} value={key} className="rounded-field">
        {content}
      </Radix.Content>
    ))}
  </Radix.Root>
)
