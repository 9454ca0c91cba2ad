import { expect, it } from 'vitest'
import { countAsOne, readReport, slowestFiles } from './test-report'

const vitest = {
  numPassedTests: 7,
  numFailedTests: 0,
  testResults: [{ name: `${process.cwd()}/lib/page.test.ts`, startTime: 1_000, endTime: 3_500 }],
}
const result = (duration: number) => ({ tests: [{ results: [{ duration }] }] })
const playwright = {
  config: { rootDir: `${process.cwd()}/e2e` },
  stats: { expected: 3, unexpected: 2, flaky: 1, skipped: 0 },
  suites: [
    {
      file: 'clock/portal.spec.ts',
      specs: [result(1_000)],
      suites: [{ file: 'clock/portal.spec.ts', specs: [result(500), result(250)] }],
    },
  ],
}

it('reads Vitest’s report', () => {
  expect(readReport(true, JSON.stringify(vitest))).toEqual({
    passed: 7,
    failed: 0,
    files: [{ file: 'lib/page.test.ts', seconds: 2.5 }],
  })
})

it('reads Playwright’s report, with the tests of nested suites', () => {
  expect(readReport(false, JSON.stringify(playwright))).toEqual({
    passed: 4,
    failed: 2,
    files: [{ file: 'e2e/clock/portal.spec.ts', seconds: 1.75 }],
  })
})

it('counts a run that failed without a failed test, or left no report', () => {
  expect(readReport(false, JSON.stringify(vitest))).toMatchObject({ passed: 7, failed: 1 })
  expect(readReport(true, null)).toEqual({ passed: 0, failed: 1, files: [] })
  expect(readReport(true, '{"numPassed')).toEqual({ passed: 0, failed: 1, files: [] })
})

it('counts a check as one', () => {
  expect(countAsOne(true)).toEqual({ passed: 1, failed: 0 })
  expect(countAsOne(false)).toEqual({ passed: 0, failed: 1 })
})

it('lists the slowest files first', () => {
  const files = [1, 12.34, 3].map((seconds) => ({ file: `${seconds}.test.ts`, seconds }))

  expect(slowestFiles(files, 2)).toEqual(['   12.3 s  12.34.test.ts', '    3.0 s  3.test.ts'])
})
