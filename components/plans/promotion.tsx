import Link from 'next/link'
import { Button } from '@/components/ui/button'
import type { PromotionLookup } from '@/lib/billing/pricing/promotion'
import { promotionText } from './price-text'
import { type PlansQuery, plansHref, queryFields } from './query'

/**
 * A field for a promotion code and its result. The code is in the URL, so a link with it can be
 * shared.
 */
export function PlanPromotion({
  query,
  typed,
  lookup,
  isReducing,
}: {
  query: PlansQuery
  typed: string
  /** `null` if the URL has no code. */
  lookup: PromotionLookup | null
  /** Whether it lowers any of the prices shown. */
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
          // A new code in the URL resets the field.
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
      <Button type="submit">Apply</Button>
      {lookup && (
        <div id="promotion-result" role="status" className="min-w-0 flex-1 basis-64 py-2">
          <Result lookup={lookup} code={typed} isReducing={isReducing} />{' '}
          <Link
            href={plansHref(query, { code: null })}
            replace
            scroll={false}
            className="link inline-block"
          >
            Remove
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
  lookup: PromotionLookup
  code: string
  isReducing: boolean
}) {
  switch (lookup.kind) {
    case 'found':
      return (
        <>
          <strong>{lookup.promotion.code}:</strong> {promotionText(lookup.promotion)}
          {!isReducing && ' It doesn’t apply to these prices.'}
        </>
      )
    case 'none':
      return (
        <>
          <strong>{code}</strong> isn’t a valid code. Check the spelling and try again.
        </>
      )
    case 'too_many':
      return (
        <>
          Too many codes were tried, so we haven’t checked <strong>{code}</strong>. Try again in a
          minute.
        </>
      )
    case 'unavailable':
      return (
        <>
          We can’t check <strong>{code}</strong> right now. We’ll try again at checkout.
        </>
      )
  }
}
