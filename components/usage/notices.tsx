'use client'

import { clsx } from 'clsx'
import { Info, TriangleAlert } from 'lucide-react'
import { ButtonLink } from '@/components/ui/button'
import { useMeters } from './live'
import { type UsageNotice, usageNotices } from './notice-text'

/** Below this, the bars say enough. */
const leastPercent = 80

/** What a user should know about their usage now. It informs: to use more is no fault. */
export function UsageNotices() {
  const notices = useNotices()
  if (notices.length === 0) return null
  return (
    <section
      aria-label="About your usage"
      className="mb-6 divide-y divide-line overflow-hidden rounded-card border border-line bg-card shadow-card"
    >
      {notices.map((notice) => (
        <div
          key={`${notice.meter} ${notice.of}`}
          className={clsx(
            'flex flex-wrap items-center justify-between gap-x-6 gap-y-3 px-4 py-3.5 sm:px-5',
            notice.opener && 'bg-signal-tint',
          )}
        >
          <Notice {...notice} />
          {notice.opener && (
            <ButtonLink href={notice.opener.href} size="small" className="max-sm:ml-8">
              {notice.opener.text}
            </ButtonLink>
          )}
        </div>
      ))}
    </section>
  )
}

/** Inside of a card there is room for this many: what has stopped comes first. */
const mostNews = 2

/** The same inside of a card, in a few words. */
export function UsageNews() {
  const all = useNotices()
  const notices = all
    .toSorted(
      (a, b) => Number(b.opener !== null) - Number(a.opener !== null) || b.percent - a.percent,
    )
    .slice(0, mostNews)
  if (notices.length === 0) return null
  return (
    <div className="mb-5 grid gap-3 rounded-field bg-sunk px-4 py-3">
      {notices.map((notice) => (
        <Notice key={`${notice.meter} ${notice.of}`} {...notice} level="h3" />
      ))}
    </div>
  )
}

const useNotices = () => usageNotices(useMeters()).filter(({ percent }) => percent >= leastPercent)

const Notice = ({
  title,
  text,
  opener,
  level: Heading = 'h2',
}: UsageNotice & { level?: 'h2' | 'h3' }) => {
  const Icon = opener ? TriangleAlert : Info
  return (
    <div className="flex min-w-0 gap-3">
      <Icon
        aria-hidden="true"
        className={clsx('mt-0.5 size-5 flex-none', opener ? 'text-signal-ink' : 'text-muted')}
      />
      <div className="min-w-0">
        <Heading className="font-semibold tracking-normal">{title}</Heading>
        <p className="text-sm">{text}</p>
      </div>
    </div>
  )
}
