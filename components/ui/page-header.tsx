import { ChevronRight } from 'lucide-react'
import type { Route } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'

/** The top of a page: breadcrumb, title, badge, description and actions. */
export const PageHeader = ({
  title,
  above = [],
  badge,
  action,
  children,
}: {
  title: ReactNode
  /** The breadcrumb: the pages above this one, the topmost first. */
  above?: { href: Route; name: string }[]
  badge?: ReactNode
  action?: ReactNode
  children?: ReactNode
}) => (
  <div className="mb-8">
    {above.length > 0 && (
      <nav aria-label="Breadcrumb" className="mb-3">
        <ol className="flex flex-wrap items-center gap-1 text-muted text-sm">
          {above.map(({ href, name }) => (
            <li key={href} className="flex items-center gap-1">
              <Link href={href} className="rounded py-1 hover:text-ink hover:underline">
                {name}
              </Link>
              <ChevronRight aria-hidden="true" className="size-4 flex-none" />
            </li>
          ))}
          <li aria-current="page" className="font-medium text-ink">
            {title}
          </li>
        </ol>
      </nav>
    )}
    <div className="flex flex-wrap items-end justify-between gap-x-8 gap-y-4">
      <div className="min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <h1 className="font-bold text-4xl">{title}</h1>
          {badge}
        </div>
        {children && <div className="mt-2 max-w-2xl text-lg text-muted">{children}</div>}
      </div>
      {action && <div className="flex flex-wrap items-center gap-3">{action}</div>}
    </div>
  </div>
)
