import Link from 'next/link'

export const SiteFooter = ({ year }: { year: number }) => (
  <footer className="mt-20 border-line border-t">
    <div className="mx-auto flex w-full max-w-6xl flex-wrap items-center justify-between gap-x-8 gap-y-3 px-5 py-8 text-muted text-sm">
      <p>© {year} Tollgate</p>
      <nav aria-label="Footer" className="flex gap-6">
        <Link href="/plans" className="hover:text-ink hover:underline">
          Plans
        </Link>
        <Link href="/settings" className="hover:text-ink hover:underline">
          Account
        </Link>
        <Link href="/docs/api" prefetch={false} className="hover:text-ink hover:underline">
          API
        </Link>
      </nav>
    </div>
  </footer>
)
