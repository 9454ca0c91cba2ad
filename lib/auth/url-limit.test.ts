import { expect, it } from 'vitest'
import { urlRefusal } from './url-limit'

const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}`).join('&')

it('refuses more than 64 query names with 414, however the URL is written', () => {
  expect(urlRefusal(`/plans?${names(64)}`)).toBeNull()
  for (const url of [
    `/plans?${names(65)}`,
    `/api/plans?${'&'.repeat(64)}`,
    `/plans/?${names(3_500)}`,
    `//plans?a=1&${names(3_500)}`,
    `/%?${names(65)}`,
  ]) {
    const refusal = urlRefusal(url)
    expect(refusal?.status, url).toBe(414)
    expect(JSON.parse(refusal?.body ?? '')).toEqual({
      error: {
        code: 'too_many_query_names',
        message: 'Send at most 64 names in a URL’s query.',
      },
    })
  }
})

it('counts names, not the length of a value', () => {
  expect(urlRefusal(`/plans?code=${'x'.repeat(10_000)}`)).toBeNull()
})

it.each(['/%', '/api/%', '/api/%E0%A4%A', '/dashboard/%ff', '/a%2'])(
  'refuses %s, which can’t be decoded, with 400',
  (url) => {
    expect(urlRefusal(url)?.status).toBe(400)
  },
)

it.each(['/', '/plans', '/plans?code=%', '/dashboard/%61nalytics', '/caf%C3%A9', '', '*'])(
  'lets %s through',
  (url) => {
    expect(urlRefusal(url)).toBeNull()
  },
)
