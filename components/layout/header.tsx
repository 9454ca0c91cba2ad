import Link from 'next/link'
import { Logo } from '@/components/brand/logo'
import { ButtonLink } from '@/components/ui/button'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import type { Brand } from '@/lib/billing/catalog/brand'
import { MobileMenu } from './mobile-menu'
import { NavLink } from './nav-link'
import type { Theme } from './theme'
import { UserMenu } from './user-menu'

export async function SiteHeader({
  brand,
  theme,
  hasUsage,
  planName,
}: {
  brand: Brand
  theme: Theme
  /** Whether anything is counted. */
  hasUsage: boolean
  /** The name of a plan by its key. */
  planName: (key: string) => string
}) {
  const visitor = await visitorIfKnown()
  const links = (look: 'bar' | 'row') => (
    <>
      {visitor && (
        <NavLink href="/dashboard" look={look}>
          Dashboard
        </NavLink>
      )}
      {visitor && hasUsage && (
        <NavLink href="/usage" look={look}>
          Usage
        </NavLink>
      )}
      <NavLink href="/plans" look={look}>
        Plans
      </NavLink>
      {visitor && look === 'row' && (
        <NavLink href="/settings" look={look}>
          Settings
        </NavLink>
      )}
      {!visitor && (
        <NavLink href="/signin" look={look}>
          Sign in
        </NavLink>
      )}
    </>
  )

  return (
    <header className="mx-auto flex w-full max-w-page items-center justify-between gap-x-4 px-gutter py-4">
      <Link
        href="/"
        className="flex items-center gap-2.5 rounded-field font-bold text-xl tracking-tight"
        aria-label={`${brand.name}, home`}
      >
        <Logo brand={brand} className="size-8" />
        {brand.name}
      </Link>
      <div className="flex items-center gap-2 sm:gap-3">
        <nav aria-label="Main" className="hidden items-center gap-1 sm:flex">
          {links('bar')}
        </nav>
        {visitor ? (
          <>
            <noscript>
              <Link href="/settings" className="link">
                Settings
              </Link>
            </noscript>
            <div className="noscript:hidden">
              <UserMenu
                email={visitor.account.email ?? 'Your account'}
                plan={planName(visitor.access.plan)}
                hasUsage={hasUsage}
                initialTheme={theme}
              />
            </div>
          </>
        ) : (
          <ButtonLink href="/signup" variant="primary" size="small">
            Start for free
          </ButtonLink>
        )}
        <MobileMenu>{links('row')}</MobileMenu>
      </div>
    </header>
  )
}
