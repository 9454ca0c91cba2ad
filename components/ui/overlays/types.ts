import type { ReactNode } from 'react'

/** An entry of a menu: a link, an action, a group of radio buttons, or a separator. */
export type MenuItem =
  | { kind: 'link'; href: string; icon?: ReactNode; name: ReactNode; isExternal?: boolean }
  | { kind: 'action'; act: () => void; icon?: ReactNode; name: ReactNode; isDanger?: boolean }
  | {
      kind: 'choices'
      label: string
      value: string
      onChoose: (value: string) => void
      choices: { value: string; icon?: ReactNode; name: ReactNode }[]
    }
  | { kind: 'separator' }

export type MenuProps = {
  /** The name of the button, and of the menu. */
  label: string
  trigger: ReactNode
  triggerClass: string
  /** Shown above the items, for example the user's email. */
  header?: ReactNode
  items: MenuItem[]
  /** The page that the button opens if the menu's code can't be loaded. */
  fallback?: string
}

export type PopoverProps = {
  /** The name of the popover, and of the button unless `trigger` is a text. */
  label: string
  trigger: ReactNode
  triggerClass?: string
  children: ReactNode
}

/** Returns the button's `aria-label`, which it needs if its content isn't a text. */
export const triggerLabel = ({ label, trigger }: PopoverProps): string | undefined =>
  typeof trigger === 'string' ? undefined : label
