'use client'

import type { Route } from 'next'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

/** A link of the header, which knows whether it leads to where one already is. */
export function NavLink({ href, children }: { href: Route; children: string }) {
  const path = usePathname()
  const isHere = path === href || path.startsWith(`${href}/`)

  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      // `/signout` acts as soon as it is shown, so it is never fetched ahead of the click.
      prefetch={href === '/signout' ? false : undefined}
      className="rounded py-1.5 font-medium text-muted decoration-2 decoration-signal underline-offset-8 hover:text-ink aria-[current]:text-ink aria-[current]:underline"
    >
      {children}
    </Link>
  )
}
