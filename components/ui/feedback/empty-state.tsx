import type { ReactNode } from 'react'

/** Shown in place of an empty list: what will be here, and the first step. */
export const EmptyState = ({
  icon,
  title,
  level: Heading = 'h2',
  action,
  children,
}: {
  /** A lucide icon at `size-6`. */
  icon?: ReactNode
  title: string
  level?: 'h2' | 'h3'
  action?: ReactNode
  children?: ReactNode
}) => (
  <div className="grid justify-items-center rounded-card border border-line border-dashed px-6 py-12 text-center">
    {icon && (
      <span
        aria-hidden="true"
        className="mb-4 grid size-12 place-items-center rounded-full bg-sunk text-muted"
      >
        {icon}
      </span>
    )}
    <Heading className="font-bold text-lg">{title}</Heading>
    {children && <div className="mt-1 max-w-sm text-muted">{children}</div>}
    {action && <div className="mt-5 flex flex-wrap justify-center gap-3">{action}</div>}
  </div>
)
