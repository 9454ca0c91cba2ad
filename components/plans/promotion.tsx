import { Tag } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import type { PriceTerms } from '@/lib/billing/pricing/cost'
import type { PromotionLookup } from '@/lib/billing/pricing/promotion'
import { promotionText } from './price-text'
import { type PlansQuery, plansHref, queryFields } from './query'
import { EachTerms } from './terms/each-terms'
import type { TermsOptions } from './terms/terms'

/**
 * A field for a promotion code and its result, collapsed unless the URL has a code. The code is in
 * the URL, so a link with it can be shared.
 */
export function PlanPromotion({
  query,
  options,
  typed,
  lookup,
  isReducing,
}: {
  query: PlansQuery
  options: TermsOptions
  typed: string
  /** `null` if the URL has no code. */
  lookup: PromotionLookup | null
  /** Whether it lowers any of the prices shown. */
  isReducing: (terms: PriceTerms) => boolean
}) {
  return (
    <details id="promotion" open={typed !== ''} className="mt-6 scroll-mt-6">
      <summary className="link inline-flex min-h-8 cursor-pointer items-center gap-2">
        <Tag aria-hidden="true" className="size-4" />
        Have a promotion code?
      </summary>
      <form
        method="get"
        action="/plans#promotion"
        className="mt-3 flex flex-wrap items-end gap-x-4 gap-y-3"
      >
        <EachTerms options={options}>
          {(terms) =>
            Object.entries(queryFields({ ...query, ...terms, code: null })).map(([name, value]) => (
              <input key={name} type="hidden" name={name} value={value} />
            ))
          }
        </EachTerms>
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
            <EachTerms options={options}>
              {(terms) => (
                <>
                  <Result lookup={lookup} code={typed} isReducing={isReducing(terms)} />{' '}
                  <Link
                    href={plansHref(query, { ...terms, code: null })}
                    replace
                    scroll={false}
                    className="link inline-block"
                  >
                    Remove
                  </Link>
                </>
              )}
            </EachTerms>
          </div>
        )}
      </form>
    </details>
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
