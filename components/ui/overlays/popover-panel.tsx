'use client'

import * as Radix from 'radix-ui/popover'
import { type PopoverProps, triggerLabel } from './types'

/** The popover, open. Escape or a click outside closes it and returns the focus. */
export const PopoverPanel = (props: PopoverProps) => (
  <Radix.Root defaultOpen>
    <Radix.Trigger aria-label={triggerLabel(props)} className={props.triggerClass}>
      {props.trigger}
    </Radix.Trigger>
    <Radix.Portal>
      <Radix.Content
        sideOffset={8}
        collisionPadding={12}
        aria-label={props.label}
        className="overlay-in z-50 w-[min(22rem,calc(100vw-1.5rem))] rounded-card border border-line bg-card p-4 text-ink text-sm shadow-float outline-none"
      >
        {props.children}
        <Radix.Arrow className="fill-card stroke-line" width={14} height={7} />
      </Radix.Content>
    </Radix.Portal>
  </Radix.Root>
)
