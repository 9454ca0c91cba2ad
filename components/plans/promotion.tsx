import Link from 'next/link'
import type { Lookup } from '@/lib/stripe/checkout/promotion-lookup'
import { promotionWords } from './price-text'
import { type PlansQuery, plansHref, queryFields } from './query'

/** A field for a promotion code, and what came of it: an address with the code in it can be passed on. */
export function PlanPromotion({
  query,
  typed,
  lookup,
  isReducing,
}: {
  query: PlansQuery
  typed: string
  /** `null` while nothing was typed. */
  lookup: Lookup | null
  /** Whether it takes anything off the prices that are shown. */
  isReducing: boolean
}) {
  const carried = queryFields({ ...query, code: null })

  return (
    <form
      method="get"
      action="/plans#promotion"
      id="promotion"
      className="mt-8 flex scroll-mt-6 flex-wrap items-end gap-x-4 gap-y-3"
    >
      {Object.entries(carried).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <label className="grid gap-1 font-semibold text-sm">
        Promotion code
        <input
          // Another code in the address is another field.
          key={typed}
          name="code"
          defaultValue={typed}
          maxLength={60}
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          aria-describedby={lookup ? 'promotion-result' : undefined}
          className="printed w-48 rounded-lg border border-edge bg-card px-3 py-3 text-base"
        />
      </label>
      <button type="submit" className="button">
        Apply
      </button>
      {lookup && (
        <div id="promotion-result" role="status" className="min-w-0 flex-1 basis-64 py-2">
          <Result lookup={lookup} code={typed} isReducing={isReducing} />{' '}
          <Link
            href={plansHref(query, { code: null })}
            replace
            scroll={false}
            className="link inline-block"
          >
            Remove it
          </Link>
        </div>
      )}
    </form>
  )
}

function Result({
  lookup,
  code,
  isReducing,
}: {
  lookup: Lookup
  code: string
  isReducing: boolean
}) {
  switch (lookup.kind) {
    case 'found':
      return (
        <>
          <strong>{lookup.promotion.code}:</strong> {promotionWords(lookup.promotion)}.
          {!isReducing && ' It takes nothing off these prices.'}
        </>
      )
    case 'none':
      return (
        <>
          <strong>{code}</strong> gives nothing today. Look at how it is written.
        </>
      )
    case 'unavailable':
      return (
        <>
          We can’t look up <strong>{code}</strong> right now. It is asked for again when you pay.
        </>
      )
  }
}
