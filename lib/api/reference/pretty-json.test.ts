import { expect, it } from 'vitest'
import { prettyJson } from './pretty-json'

it('leaves in one line what fits into one', () => {
  expect(prettyJson({ groups: ['pro'], limits: {}, at: null })).toBe(
    '{ "groups": ["pro"], "limits": {}, "at": null }',
  )
})

it('breaks what does not', () => {
  const long = 'x'.repeat(60)
  expect(prettyJson({ plan: long, features: [long, long], staff: null })).toBe(`{
  "plan": "${long}",
  "features": [
    "${long}",
    "${long}"
  ],
  "staff": null
}`)
})

it('is JSON', () => {
  const value = { text: 'a "quoted" one', list: [1, [2, { deep: 'y'.repeat(100) }]], none: [] }
  expect(JSON.parse(prettyJson(value))).toEqual(value)
})
