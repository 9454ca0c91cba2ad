'use client'

import { CircleAlert, CircleCheck, Info, X } from 'lucide-react'
import * as Radix from 'radix-ui/toast'
import { dismissToast, type Toast } from './toasts'

/** How long a toast is shown. The timer pauses while the pointer or the focus is on it. */
const shownMs = 6_000

/** The toasts at the bottom of the page. F8 moves the focus there. */
export const ToastList = ({ toasts }: { toasts: readonly Toast[] }) => (
  <Radix.Provider duration={shownMs} swipeDirection="down" label="Notification">
    {toasts.map(({ id, text, tone, undo }) => {
      const Icon = icons[tone]
      return (
        <Radix.Root
          key={id}
          type="background"
          // `Toaster` announces the text.
          aria-live="off"
          onOpenChange={(isOpen) => !isOpen && dismissToast(id)}
          className="overlay-in flex items-center gap-3 rounded-card bg-ink py-2 pr-2 pl-4 text-paper shadow-dialog"
        >
          <Icon aria-hidden="true" className="size-5 flex-none" />
          <Radix.Description className="py-2">{text}</Radix.Description>
          <div className="ml-auto flex items-center">
            {undo && (
              <Radix.Action
                altText="Undo"
                onClick={undo}
                className="min-h-10 rounded-field px-3 font-semibold underline underline-offset-4 outline-offset-0 focus-visible:outline-paper"
              >
                Undo
              </Radix.Action>
            )}
            <Radix.Close
              aria-label="Dismiss"
              className="grid min-h-10 min-w-10 place-items-center rounded-field outline-offset-0 focus-visible:outline-paper"
            >
              <X aria-hidden="true" className="size-4" />
            </Radix.Close>
          </div>
        </Radix.Root>
      )
    })}
    <Radix.Viewport className="fixed inset-x-0 bottom-0 z-50 mx-auto grid w-full max-w-md gap-2 p-4 outline-none" />
  </Radix.Provider>
)

const icons = { go: CircleCheck, neutral: Info, bad: CircleAlert }
