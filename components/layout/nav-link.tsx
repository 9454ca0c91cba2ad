'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

/** A header link, marked when it leads to the current page. */
export function NavLink({ href, children }: { href: Route; children: string }) {
  const path = usePathname()
  const isHere = path === href || path.startsWith(`${href}/`)

  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className="rounded py-1.5 font-medium text-muted decoration-2 decoration-signal underline-offset-8 hover:text-ink aria-[current]:text-ink aria-[current]:underline"
    >
      {children}
    </Link>
  )
}
