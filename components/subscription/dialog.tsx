'use client'

import { X } from 'lucide-react'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { useFocusReturn } from '@/components/ui/use-focus-return'

/**
 * The browser's own dialog: it keeps the focus inside, closes with Escape, and returns the focus.
 * Its content mounts when it opens, so that nothing is left from the last time.
 */
export function SubscriptionDialog({
  title,
  isOpen,
  onClose,
  children,
}: {
  title: string
  isOpen: boolean
  onClose: () => void
  children: ReactNode
}) {
  const dialog = useRef<HTMLDialogElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const titleId = useId()
  useFocusReturn(dialog)

  useEffect(() => {
    if (isOpen) dialog.current?.showModal()
    else dialog.current?.close()
    // So that screen readers announce the title first, and not the close button.
    heading.current?.focus()
  }, [isOpen])

  return (
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      className="m-auto max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] max-w-xl overflow-y-auto rounded-2xl border border-line bg-card p-6 text-ink shadow-card backdrop:bg-black/60"
    >
      {isOpen && (
        <>
          <div className="mb-5 flex items-start justify-between gap-4">
            <h2
              ref={heading}
              id={titleId}
              tabIndex={-1}
              className="font-bold text-2xl outline-none"
            >
              {title}
            </h2>
            <button
              type="button"
              onClick={onClose}
              className="-m-2 min-h-11 min-w-11 rounded-lg p-2 text-muted hover:text-ink"
            >
              <span className="sr-only">Close</span>
              <X aria-hidden="true" className="mx-auto size-5" />
            </button>
          </div>
          {children}
        </>
      )}
    </dialog>
  )
}
