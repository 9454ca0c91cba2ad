import { z } from 'zod'

export type Counts = { passed: number; failed: number }

export type TestFile = { file: string; seconds: number }

/** What a test runner's JSON report says. */
export type TestReport = Counts & { files: TestFile[] }

/** A check without tests of its own counts as one. */
export const countAsOne = (ok: boolean): Counts =>
  ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }

/**
 * Reads a report of Vitest or Playwright. A run that failed without a failed test, because a file
 * didn't load or there is no report, counts as one failure.
 */
export function readReport(ok: boolean, json: string | null): TestReport {
  const { success, data } = Report.safeParse(parse(json))
  const { passed, failed, files } = success ? data : { passed: 0, failed: 0, files: [] }
  const isWhole = ok && success
  return { passed, failed: isWhole ? failed : Math.max(failed, 1), files }
}

/** The slowest files, a line each, the slowest first. */
export const slowestFiles = (files: TestFile[], count: number): string[] =>
  files
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, count)
    .map(({ file, seconds }) => `${seconds.toFixed(1).padStart(7)} s  ${file}`)

const VitestReport = z
  .object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    testResults: z.array(
      z.object({ name: z.string(), startTime: z.number(), endTime: z.number() }),
    ),
  })
  .transform(
    (run): TestReport => ({
      passed: run.numPassedTests,
      failed: run.numFailedTests,
      files: run.testResults.map(({ name, startTime, endTime }) => ({
        file: name.replace(`${process.cwd()}/`, ''),
        seconds: (endTime - startTime) / 1000,
      })),
    }),
  )

const Suite = z.object({
  file: z.string(),
  specs: z
    .array(
      z.object({
        tests: z.array(z.object({ results: z.array(z.object({ duration: z.number() })) })),
      }),
    )
    .default([]),
  get suites() {
    return z.array(Suite).default([])
  },
})
type Suite = z.infer<typeof Suite>

const PlaywrightReport = z
  .object({
    config: z.object({ rootDir: z.string() }),
    suites: z.array(Suite),
    stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }),
  })
  .transform(
    ({ config, suites, stats }): TestReport => ({
      passed: stats.expected + stats.flaky,
      failed: stats.unexpected,
      files: suites.map((suite) => ({
        file: `${config.rootDir}/${suite.file}`.replace(`${process.cwd()}/`, ''),
        seconds: durationMs(suite) / 1000,
      })),
    }),
  )

const durationMs = ({ specs, suites }: Suite): number => {
  const own = specs.flatMap(({ tests }) => tests.flatMap(({ results }) => results))
  return (
    own.reduce((sum, { duration }) => sum + duration, 0) +
    suites.reduce((sum, suite) => sum + durationMs(suite), 0)
  )
}

const Report = z.union([VitestReport, PlaywrightReport])

function parse(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null')
  } catch {
    return null
  }
}
