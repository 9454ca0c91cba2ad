import { clsx } from 'clsx'

/** A gate's arm across a card: down where it is closed, raised where it is open. Decoration only. */
export const Barrier = ({ open }: { open: boolean }) => (
  <span aria-hidden="true" className="relative block h-9 w-full overflow-hidden">
    <span className="absolute bottom-0 left-1 h-7 w-3 rounded-t bg-ink" />
    <span
      className={clsx(
        'absolute bottom-4 left-2.5 h-2.5 origin-left rounded-full border border-ink',
        open ? 'w-12 -rotate-[38deg] bg-go' : 'stripes w-full',
      )}
    />
  </span>
)
