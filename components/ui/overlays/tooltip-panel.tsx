'use client'

import * as Radix from 'radix-ui/tooltip'

/** The tooltip, open. It is placed next to its parent element. */
export const TooltipPanel = ({ text }: { text: string }) => (
  <Radix.Provider>
    <Radix.Root open>
      <Radix.Trigger asChild>
        <span aria-hidden="true" className="pointer-events-none absolute inset-0" />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          sideOffset={10}
          collisionPadding={12}
          // The button itself refers to the text.
          aria-hidden="true"
          className="overlay-in pointer-events-none z-50 max-w-64 rounded-field bg-ink px-2.5 py-1.5 text-paper text-sm shadow-float"
        >
          {text}
          <Radix.Arrow className="fill-ink" />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  </Radix.Provider>
)
