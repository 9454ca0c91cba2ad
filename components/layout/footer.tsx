import type { Route } from 'next'
import Link from 'next/link'
import { Logo } from '@/components/brand/logo'
import type { Brand } from '@/lib/billing/catalog/brand'
import type { Theme } from './theme'
import { ThemeSwitch } from './theme-switch'

export const SiteFooter = ({
  brand,
  support,
  year,
  theme,
}: {
  brand: Brand
  /** The URL for support, or `null` if there is none. */
  support: string | null
  year: number
  theme: Theme
}) => (
  <footer className="mt-section border-line border-t">
    <div className="mx-auto w-full max-w-page px-gutter py-10 text-sm">
      <div className="grid gap-x-8 gap-y-10 sm:grid-cols-[1fr_auto]">
        <p className="flex items-center gap-2.5 self-start font-bold text-lg">
          <Logo brand={brand} className="size-7" />
          {brand.name}
        </p>
        <nav
          aria-label="Footer"
          className="grid grid-cols-2 gap-x-8 gap-y-8 sm:grid-cols-3 sm:gap-x-16"
        >
          {groupsOf(brand, support).map(({ title, links }) => (
            <div key={title}>
              <h2 className="font-semibold tracking-normal">{title}</h2>
              <ul className="mt-2">
                {links.map(({ href, name }) => (
                  <li key={name}>
                    <FooterLink to={href}>{name}</FooterLink>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </nav>
      </div>
      <div className="mt-10 flex flex-wrap items-center justify-between gap-4 border-line border-t pt-6 text-muted">
        <p>
          © {year} {brand.name}
        </p>
        <ThemeSwitch initial={theme} />
      </div>
    </div>
  </footer>
)

/** A link to one of our pages, to another site, or to an email address. */
const FooterLink = ({ to, children }: { to: string; children: string }) => {
  const look = 'inline-block rounded py-1 text-muted hover:text-ink hover:underline'
  return to.startsWith('/') ? (
    // `Route` lists this app's pages. The brand may name any path, and its schema checks the format.
    <Link href={to as Route} prefetch={false} className={look}>
      {children}
    </Link>
  ) : (
    <a href={to} className={look}>
      {children}
    </a>
  )
}

const groupsOf = ({ links }: Brand, support: string | null) => [
  {
    title: 'Product',
    links: [
      { href: '/plans', name: 'Plans' },
      { href: '/dashboard', name: 'Dashboard' },
      { href: '/settings', name: 'Account' },
    ],
  },
  {
    title: 'Help',
    links: [
      { href: '/docs/api', name: 'API reference' },
      { href: links.status, name: 'Status' },
      ...(support ? [{ href: support, name: 'Support' }] : []),
    ],
  },
  {
    title: 'Legal',
    links: [
      { href: links.terms, name: 'Terms' },
      { href: links.privacy, name: 'Privacy' },
    ],
  },
]
