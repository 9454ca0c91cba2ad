import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** A notice with a title, a text, and optional actions. */
export function NoticeBox({
  title,
  isUrgent = false,
  action,
  children,
}: {
  title: string
  isUrgent?: boolean
  action?: ReactNode
  children: ReactNode
}) {
  return (
    <section
      aria-label={title}
      className={clsx(
        'flex flex-wrap items-center justify-between gap-x-8 gap-y-3 rounded-xl border-l-4 px-5 py-4',
        isUrgent ? 'border-bad bg-bad-tint' : 'border-signal bg-signal-tint',
      )}
    >
      <div className="max-w-2xl">
        <h2 className={clsx('font-bold', isUrgent ? 'text-bad' : 'text-signal-ink')}>{title}</h2>
        <p>{children}</p>
      </div>
      {action && <div className="flex flex-wrap items-start gap-3">{action}</div>}
    </section>
  )
}
