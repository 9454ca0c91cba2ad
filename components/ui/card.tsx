import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** A surface for content that belongs together. `CardHeader` gives it a visible title. */
export const Card = ({
  label,
  id,
  className,
  children,
}: {
  /** The section's name for screen readers. Without it the card isn't a landmark. */
  label?: string
  id?: string
  className?: string
  children: ReactNode
}) => {
  const look = clsx(
    'flow-root rounded-card border border-line bg-card p-5 shadow-card sm:p-6',
    className,
  )
  return label ? (
    <section id={id} aria-label={label} className={look}>
      {children}
    </section>
  ) : (
    <div id={id} className={look}>
      {children}
    </div>
  )
}

/** A card's title and description, with its actions on the right. */
export const CardHeader = ({
  title,
  headingId,
  level: Heading = 'h2',
  action,
  children,
}: {
  title: ReactNode
  /** With an id the heading can take the focus. */
  headingId?: string
  level?: 'h2' | 'h3'
  action?: ReactNode
  children?: ReactNode
}) => (
  <div className="mb-4 flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
    <div className="min-w-0">
      <Heading
        id={headingId}
        tabIndex={headingId ? -1 : undefined}
        className="font-bold text-xl outline-none"
      >
        {title}
      </Heading>
      {children && <div className="mt-1 max-w-prose text-muted">{children}</div>}
    </div>
    {action && <div className="flex flex-wrap items-center gap-3">{action}</div>}
  </div>
)

/** The last part of a card, below a perforation, like the stub of a ticket. */
export const CardStub = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={clsx('perforation -mx-5 mt-5 px-5 pt-5 sm:-mx-6 sm:mt-6 sm:px-6', className)}>
    {children}
  </div>
)
