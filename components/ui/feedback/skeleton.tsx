import { clsx } from 'clsx'
import type { ReactNode } from 'react'

/** A placeholder for loading content. Give it the size of that content: `h-11 w-64`. */
export const Skeleton = ({ className }: { className: string }) => (
  <div className={clsx('skeleton', className)} />
)

/** A placeholder for lines of text. The last one is shorter. */
export const SkeletonText = ({ lines = 3 }: { lines?: number }) => (
  <div className="grid gap-2.5">
    {Array.from({ length: lines }, (_, line) => (
      <div
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
        key={line}
        className={clsx('skeleton h-4', line === lines - 1 && lines > 1 ? 'w-3/5' : 'w-full')}
      />
    ))}
  </div>
)

/** Wraps skeletons. Screen readers skip them and announce "Loading…" once. */
export const Loading = ({ className, children }: { className?: string; children: ReactNode }) => (
  <div className={className}>
    <p role="status" className="sr-only">
      Loading…
    </p>
    <div aria-hidden="true">{children}</div>
  </div>
)
