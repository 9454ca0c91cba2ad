import type { ReactNode } from 'react'

/** `href` opens a page; `act` does something; `choices` are radio buttons of which one is chosen. */
export type MenuItem =
  | { kind: 'link'; href: string; icon?: ReactNode; name: ReactNode; isExternal?: boolean }
  | { kind: 'act'; act: () => void; icon?: ReactNode; name: ReactNode; isDanger?: boolean }
  | {
      kind: 'choices'
      label: string
      value: string
      onChoose: (value: string) => void
      choices: { value: string; icon?: ReactNode; name: ReactNode }[]
    }
  | { kind: 'line' }

export type MenuProps = {
  /** The name of the button, and of the menu. */
  label: string
  trigger: ReactNode
  triggerClass: string
  /** Above the items, for example who is signed in. */
  header?: ReactNode
  items: MenuItem[]
  /** Where the button leads if the menu's code can't be loaded. */
  fallback?: string
}

export type PopoverProps = {
  /** The name of the popover, and of the button unless `trigger` is a text that says it. */
  label: string
  trigger: ReactNode
  triggerClass?: string
  children: ReactNode
}

export const nameOf = ({ label, trigger }: PopoverProps): string | undefined =>
  typeof trigger === 'string' ? undefined : label
