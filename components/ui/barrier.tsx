import { clsx } from 'clsx'

/** A barrier across a card: raised if `open`, else lowered. Decoration only. */
export const Barrier = ({ open }: { open: boolean }) => (
  <span aria-hidden="true" className="relative block h-12 w-full">
    <span
      className={clsx(
        'absolute bottom-3 left-2.5 h-2.5 origin-[0_50%] rounded-full border border-ink',
        open ? 'w-11 -rotate-[52deg] bg-go' : 'stripes right-0',
      )}
    />
    <span className="absolute bottom-0 left-1 h-6 w-3 rounded-t-md bg-ink" />
  </span>
)
