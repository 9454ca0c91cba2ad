import type { Route } from 'next'
import Link from 'next/link'
import type { Brand } from '@/lib/billing/catalog/brand'

export const SiteFooter = ({
  brand: { name, links },
  support,
  year,
}: {
  brand: Brand
  /** Where to ask for help, or `null` if there is no address. */
  support: string | null
  year: number
}) => (
  <footer className="mt-20 border-line border-t">
    <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-8 gap-y-3 px-5 py-8 text-muted text-sm">
      <p>
        © {year} {name}
      </p>
      <nav aria-label="Footer" className="flex flex-wrap gap-x-6 gap-y-3">
        <Link href="/plans" className="hover:text-ink hover:underline">
          Plans
        </Link>
        <Link href="/settings" className="hover:text-ink hover:underline">
          Account
        </Link>
        <Link href="/docs/api" prefetch={false} className="hover:text-ink hover:underline">
          API
        </Link>
        <FooterLink to={links.status}>Status</FooterLink>
        <FooterLink to={links.terms}>Terms</FooterLink>
        <FooterLink to={links.privacy}>Privacy</FooterLink>
        {support && <FooterLink to={support}>Support</FooterLink>}
      </nav>
    </div>
  </footer>
)

/** A link that the brand chooses: a page of ours, another site, or an address. */
const FooterLink = ({ to, children }: { to: string; children: string }) =>
  to.startsWith('/') ? (
    // The cast is safe: a team names its own page, and the brand's schema checks the form.
    <Link href={to as Route} prefetch={false} className="hover:text-ink hover:underline">
      {children}
    </Link>
  ) : (
    <a href={to} className="hover:text-ink hover:underline">
      {children}
    </a>
  )
