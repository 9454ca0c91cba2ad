'use client'

import { Menu as MenuIcon, X } from 'lucide-react'
import { usePathname } from 'next/navigation'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'

/** The header's links on a phone, behind a button. It opens and closes without JavaScript, too. */
export function MobileMenu({ children }: { children: ReactNode }) {
  const details = useRef<HTMLDetailsElement>(null)
  const path = usePathname()
  const close = () => details.current?.removeAttribute('open')

  // biome-ignore lint/correctness/useExhaustiveDependencies: it closes when the page changes
  useEffect(close, [path])

  const closeOnEscape = ({ key }: KeyboardEvent) => {
    if (key !== 'Escape' || !details.current?.open) return
    close()
    details.current.querySelector('summary')?.focus()
  }
  const closeOnFocusOutside = ({ relatedTarget }: FocusEvent) => {
    if (relatedTarget && !details.current?.contains(relatedTarget)) close()
  }

  return (
    <details
      ref={details}
      onKeyDown={closeOnEscape}
      onBlur={closeOnFocusOutside}
      className="group relative sm:hidden"
    >
      <summary className="grid size-11 cursor-pointer list-none place-items-center rounded-field hover:bg-sunk [&::-webkit-details-marker]:hidden">
        <span className="sr-only">Menu</span>
        <MenuIcon aria-hidden="true" className="size-6 group-open:hidden" />
        <X aria-hidden="true" className="hidden size-6 group-open:block" />
      </summary>
      <nav
        aria-label="Main"
        className="overlay-in absolute top-full right-0 z-40 mt-2 grid w-60 rounded-card border border-line bg-card p-1.5 shadow-float"
      >
        {children}
      </nav>
    </details>
  )
}
