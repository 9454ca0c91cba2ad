import { SearchParamsContext } from 'next/dist/shared/lib/hooks-client-context.shared-runtime'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { ComparisonTable } from '../comparison/table'
import { ComparisonTabs } from '../comparison/tabs'
import { PlanContents } from '../contents'
import { PlanPromotion } from '../promotion'
import { plansHref, readPlansQuery, termsOptions } from '../query'
import { TermsProvider } from './by-terms'
import { EachTerms } from './each-terms'
import { allTerms, termsKey } from './terms'
import { PlanToolbar } from './toolbar'

const options = termsOptions(saas)
const query = readPlansQuery(saas, {})
const { plans } = saas

const render = (search: string) =>
  renderToStaticMarkup(
    <SearchParamsContext value={new URLSearchParams(search)}>
      <TermsProvider options={options}>
        <PlanToolbar
          {...options}
          hrefs={Object.fromEntries(
            allTerms(options).map((terms) => [termsKey(terms), plansHref(query, terms)]),
          )}
          savings={{ usd: 16, eur: 0 }}
        />
        <EachTerms options={options}>
          {({ currency }) =>
            plans[2] && <PlanContents plan={plans[2]} {...{ currency }} catalog={saas} isShort />
          }
        </EachTerms>
        <PlanPromotion
          query={query}
          options={options}
          typed=""
          lookup={null}
          isReducing={() => false}
        />
        <ComparisonTable catalog={saas} {...{ plans, options }} current={null} />
        <ComparisonTabs catalog={saas} {...{ plans, options }} current={null} chosen={plans[1]} />
      </TermsProvider>
    </SearchParamsContext>,
  )

it('shows the prices of the terms in the URL, and carries the terms in each link and form', () => {
  const html = render('interval=year&currency=eur')

  expect(html).toContain('€450/year')
  expect(html).not.toContain('$49')
  expect(html).toContain('<input type="hidden" name="currency" value="eur"/>')
  expect(html).toMatch(/href="\/plans\?interval=month&amp;currency=eur"/)
  expect(html).toContain('Everything in Starter, plus:')
  expect(render('')).toContain('$49/month')
  expect(render('')).toContain('Save 16%')
})
