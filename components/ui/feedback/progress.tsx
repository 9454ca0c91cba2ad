import { clsx } from 'clsx'

/** Shows how much of a task is done. Without a `value` it only shows that the task is running. */
export const ProgressBar = ({ label, value }: { label: string; value?: number }) => (
  <div
    role="progressbar"
    aria-label={label}
    aria-valuemin={0}
    aria-valuemax={100}
    aria-valuenow={value === undefined ? undefined : Math.round(value * 100)}
    className="h-2 overflow-hidden rounded-full bg-sunk"
  >
    <div
      className={clsx(
        'h-full rounded-full bg-brand transition-[width] duration-(--duration-slow)',
        value === undefined && 'w-1/3 motion-safe:animate-[shuttle_1.2s_ease-in-out_infinite]',
      )}
      style={value === undefined ? undefined : { width: `${clamp(value) * 100}%` }}
    />
  </div>
)

const clamp = (share: number): number => Math.min(Math.max(share, 0), 1)
