import type { ReactNode } from 'react'

export type ReceiptLine = { what: string; amount: string }

/** Amounts that add up to a total. `sums` stand between the lines and the total. */
export const Receipt = ({
  caption,
  isCaptionShown = false,
  lines,
  sums = [],
  total,
  note,
}: {
  caption: string
  isCaptionShown?: boolean
  lines: ReceiptLine[]
  sums?: ReceiptLine[]
  total: ReceiptLine
  note?: ReactNode
}) => (
  <table className="w-full">
    <caption className={isCaptionShown ? 'mb-2 text-left font-bold' : 'sr-only'}>{caption}</caption>
    <tbody>
      {lines.map(({ what, amount }) => (
        <tr key={`${what}${amount}`} className="border-line border-b">
          <th scope="row" className="py-2 pr-4 text-left font-normal">
            {what}
          </th>
          <td className="py-2 text-right align-top tabular-nums">{amount}</td>
        </tr>
      ))}
    </tbody>
    <tfoot>
      {sums.map(({ what, amount }) => (
        <tr key={what}>
          <th scope="row" className="pt-3 pr-4 text-left font-normal">
            {what}
          </th>
          <td className="pt-3 text-right tabular-nums">{amount}</td>
        </tr>
      ))}
      <tr className="font-bold text-lg">
        <th scope="row" className="pt-3 pr-4 text-left">
          {total.what}
        </th>
        <td className="pt-3 text-right align-top tabular-nums">{total.amount}</td>
      </tr>
      {note && (
        <tr className="text-muted text-sm">
          <td colSpan={2} className="pt-1">
            {note}
          </td>
        </tr>
      )}
    </tfoot>
  </table>
)
