import { clsx } from 'clsx'
import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Tone } from '@/components/ui/badge'

/** A notice with an icon, a title, a text, and optional actions. */
export const NoticeBox = ({
  tone = 'neutral',
  title,
  level: Heading = 'h2',
  action,
  className,
  children,
}: {
  /** `bad`: action needed. `signal`: needs attention. `go`: success. */
  tone?: Tone
  title: string
  level?: 'h2' | 'h3'
  action?: ReactNode
  className?: string
  children?: ReactNode
}) => {
  const { Icon, box, text } = tones[tone]
  return (
    <section
      aria-label={title}
      className={clsx(
        'flex flex-wrap items-center justify-between gap-x-8 gap-y-3 rounded-card border px-4 py-3.5 sm:px-5',
        box,
        className,
      )}
    >
      <div className="flex max-w-2xl gap-3">
        <Icon aria-hidden="true" className={clsx('mt-0.5 size-5 flex-none', text)} />
        <div className="min-w-0">
          <Heading className={clsx('font-bold', text)}>{title}</Heading>
          {children && <div className="mt-0.5">{children}</div>}
        </div>
      </div>
      {action && <div className="flex flex-wrap items-start gap-3 pl-8 sm:pl-0">{action}</div>}
    </section>
  )
}

const tones = {
  neutral: { Icon: Info, box: 'border-line bg-card', text: 'text-ink' },
  brand: { Icon: Info, box: 'border-brand/25 bg-brand-tint', text: 'text-brand' },
  go: { Icon: CircleCheck, box: 'border-go/25 bg-go-tint', text: 'text-go' },
  signal: { Icon: TriangleAlert, box: 'border-signal/50 bg-signal-tint', text: 'text-signal-ink' },
  bad: { Icon: CircleAlert, box: 'border-bad/30 bg-bad-tint', text: 'text-bad' },
}
