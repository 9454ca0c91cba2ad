import { expect, it } from 'vitest'
import { countAsOne, countReport } from './test-counts'

it('reads Vitest’s and Playwright’s reports', () => {
  expect(countReport(true, '{"numPassedTests":7,"numFailedTests":0}')).toEqual({
    passed: 7,
    failed: 0,
  })
  expect(
    countReport(false, '{"stats":{"expected":3,"unexpected":2,"flaky":1,"skipped":0}}'),
  ).toEqual({ passed: 4, failed: 2 })
})

it('counts a run that failed without a failed test, or left no report', () => {
  expect(countReport(false, '{"numPassedTests":7,"numFailedTests":0}')).toEqual({
    passed: 7,
    failed: 1,
  })
  expect(countReport(true, null)).toEqual({ passed: 0, failed: 1 })
  expect(countReport(true, '{"numPassed')).toEqual({ passed: 0, failed: 1 })
})

it('counts a check as one', () => {
  expect(countAsOne(true)).toEqual({ passed: 1, failed: 0 })
  expect(countAsOne(false)).toEqual({ passed: 0, failed: 1 })
})
