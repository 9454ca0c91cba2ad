import { clsx } from 'clsx'

/** Shows that something is in progress. Decoration only: say it in words as well. */
export const Spinner = ({ className = 'size-5' }: { className?: string }) => (
  <svg
    viewBox="0 0 20 20"
    fill="none"
    aria-hidden="true"
    className={clsx('flex-none motion-safe:animate-spin', className)}
  >
    <circle cx="10" cy="10" r="8" stroke="currentColor" strokeOpacity="0.3" strokeWidth="2.5" />
    <path d="M18 10a8 8 0 0 0-8-8" stroke="currentColor" strokeWidth="2.5" strokeLinecap="round" />
  </svg>
)
