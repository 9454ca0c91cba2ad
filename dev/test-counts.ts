import { z } from 'zod'

export type Counts = { passed: number; failed: number }

/** A check without tests of its own counts as one. */
export const countAsOne = (ok: boolean): Counts =>
  ok ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }

/** A run that fails without a failed test (a file that doesn't load, no report at all) still counts. */
export function countReport(ok: boolean, json: string | null): Counts {
  const parsed = Report.safeParse(parse(json))
  const { passed, failed } = parsed.success ? parsed.data : { passed: 0, failed: 0 }
  const clean = ok && parsed.success
  return { passed, failed: clean ? failed : Math.max(failed, 1) }
}

const VitestReport = z
  .object({ numPassedTests: z.number(), numFailedTests: z.number() })
  .transform((run): Counts => ({ passed: run.numPassedTests, failed: run.numFailedTests }))

const PlaywrightReport = z
  .object({ stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number() }) })
  .transform(
    ({ stats }): Counts => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
  )

const Report = z.union([VitestReport, PlaywrightReport])

function parse(json: string | null): unknown {
  try {
    return JSON.parse(json ?? 'null')
  } catch {
    return null
  }
}
