import Link from 'next/link'
import { Logo } from '@/components/brand/logo'
import { SignOutButton } from '@/components/sign-in/sign-out-button'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import type { Brand } from '@/lib/billing/catalog/brand'
import { NavLink } from './nav-link'

export async function SiteHeader({ brand }: { brand: Brand }) {
  const visitor = await visitorIfKnown()

  return (
    <header className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-6 gap-y-2 px-5 py-5">
      <Link
        href="/"
        className="flex items-center gap-2.5 font-bold text-xl tracking-tight"
        aria-label={`${brand.name}, home`}
      >
        <Logo brand={brand} className="size-8" />
        {brand.name}
      </Link>
      <nav aria-label="Main" className="flex flex-wrap items-center gap-x-5 gap-y-2 sm:gap-x-7">
        {visitor && <NavLink href="/dashboard">Dashboard</NavLink>}
        <NavLink href="/plans">Plans</NavLink>
        {visitor ? (
          <>
            <NavLink href="/settings">Settings</NavLink>
            <SignOutButton className="rounded py-1.5 font-medium text-muted hover:text-ink" />
          </>
        ) : (
          <>
            <NavLink href="/signin">Sign in</NavLink>
            <Link href="/signup" className="button button-go hidden min-h-10 px-4 sm:inline-flex">
              Start for free
            </Link>
          </>
        )}
      </nav>
    </header>
  )
}
