'use client'

import { X } from 'lucide-react'
import { type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react'
import { useFocusReturn } from '@/components/ui/use-focus-return'

/**
 * A modal dialog. The browser's own element keeps the focus inside, closes with Escape, and returns
 * the focus, all without a library. The content mounts when the dialog opens, so that each time it
 * starts fresh.
 */
export function Dialog({
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

  const closeOnBackdropClick = ({ target }: MouseEvent) => {
    if (target === dialog.current) onClose()
  }

  return (
    // The keyboard closes it with Escape.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the browser closes a dialog with Escape
    <dialog
      ref={dialog}
      aria-labelledby={titleId}
      onClose={onClose}
      onClick={closeOnBackdropClick}
      className="overlay-in m-auto max-h-[calc(100dvh-2rem)] w-[calc(100%-2rem)] max-w-xl overflow-y-auto overscroll-contain rounded-panel border border-line bg-card p-0 text-ink shadow-dialog backdrop:bg-scrim"
    >
      {isOpen && (
        <div className="p-5 sm:p-6">
          <div className="mb-4 flex items-start justify-between gap-4">
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
              className="-m-2 grid min-h-11 min-w-11 place-items-center rounded-field text-muted hover:bg-sunk hover:text-ink"
            >
              <span className="sr-only">Close</span>
              <X aria-hidden="true" className="size-5" />
            </button>
          </div>
          {children}
        </div>
      )}
    </dialog>
  )
}

/** The buttons at the end of a dialog. On a phone each has its own row. */
export const DialogActions = ({ children }: { children: ReactNode }) => (
  <div className="mt-6 flex flex-col gap-3 sm:flex-row sm:flex-wrap">{children}</div>
)
