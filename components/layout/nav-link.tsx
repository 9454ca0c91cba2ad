'use client'

import { clsx } from 'clsx'
import type { Route } from 'next'
import Link from 'next/link'
import { usePathname } from 'next/navigation'

/** A link in the header's bar or in the phone's menu. It is marked if it leads to the current page. */
export function NavLink({
  href,
  look = 'bar',
  children,
}: {
  href: Route
  look?: 'bar' | 'row'
  children: string
}) {
  const path = usePathname()
  const isHere = path === href || path.startsWith(`${href}/`)

  return (
    <Link
      href={href}
      aria-current={isHere ? 'page' : undefined}
      className={clsx(
        'rounded-field px-3 font-medium transition hover:bg-sunk hover:text-ink aria-[current]:text-ink',
        look === 'bar'
          ? 'py-2 text-muted decoration-2 decoration-signal underline-offset-8 aria-[current]:underline'
          : 'flex min-h-11 items-center aria-[current]:bg-sunk aria-[current]:font-semibold',
      )}
    >
      {children}
    </Link>
  )
}
