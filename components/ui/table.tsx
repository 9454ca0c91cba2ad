import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'

/**
 * A table, named by its caption. If it is wider than its container, it scrolls, also with the
 * keyboard, and a shadow shows that there is more.
 */
export const Table = ({
  caption,
  isCaptionHidden = true,
  head,
  className,
  children,
}: {
  caption: string
  isCaptionHidden?: boolean
  /** `HeadCell`s. */
  head: ReactNode
  className?: string
  /** `Row`s. */
  children: ReactNode
}) => (
  <section
    aria-label={caption}
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    tabIndex={0}
    className={clsx('scroll-shadows overflow-x-auto rounded-card border border-line', className)}
  >
    <table className="w-full border-collapse text-left">
      <caption className={isCaptionHidden ? 'sr-only' : 'px-4 pt-3 text-left font-semibold'}>
        {caption}
      </caption>
      <thead>
        <tr className="border-line border-b text-muted text-sm">{head}</tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  </section>
)

export const HeadCell = ({
  isNumber = false,
  className,
  ...props
}: ComponentProps<'th'> & { isNumber?: boolean }) => (
  <th
    scope="col"
    {...props}
    className={clsx(
      'whitespace-nowrap px-4 py-2.5 font-medium',
      isNumber && 'text-right',
      className,
    )}
  />
)

export const Row = ({ className, ...props }: ComponentProps<'tr'>) => (
  <tr {...props} className={clsx('border-line border-b last:border-0', className)} />
)

/** A cell. `isHeading` makes it the header of its row; `isNumber` aligns digits with other rows. */
export const Cell = ({
  isHeading = false,
  isNumber = false,
  className,
  ...props
}: ComponentProps<'td'> & { isHeading?: boolean; isNumber?: boolean }) => {
  const look = clsx('px-4 py-3', isNumber && 'text-right tabular-nums', className)
  return isHeading ? (
    <th scope="row" {...props} className={clsx(look, 'font-semibold')} />
  ) : (
    <td {...props} className={look} />
  )
}
