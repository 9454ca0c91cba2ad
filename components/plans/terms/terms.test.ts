import { expect, it } from 'vitest'
import { allTerms, termsIn, termsKey } from './terms'

const options = { intervals: ['month', 'year'] as const, currencies: ['usd', 'eur'] }
const sold = { ...options, intervals: [...options.intervals] }
const read = (query: string) => {
  const params = new URLSearchParams(query)
  return termsIn(sold, (name) => params.get(name))
}

it('reads the terms of a query, and the default for those that aren’t sold', () => {
  expect(read('interval=year&currency=eur')).toEqual({ interval: 'year', currency: 'eur' })
  expect(read('')).toEqual({ interval: 'month', currency: 'usd' })
  expect(read('interval=once&currency=__proto__')).toEqual({ interval: 'month', currency: 'usd' })
})

it('lists every combination, each under a key of its own', () => {
  expect(allTerms(sold).map(termsKey)).toEqual(['month.usd', 'month.eur', 'year.usd', 'year.eur'])
})
