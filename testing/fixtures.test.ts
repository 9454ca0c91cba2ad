import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

// Test files share the fixture of `test.ts`. Outside of a `describe`, Vitest's `override` changes it for
// every file that runs later in the same process; `extend` makes another one.
const overridesForAll = /^(\S.*)?\.override\(|^ {2}\.override\(/m

it('no file overrides a shared fixture for the files that run after it', () => {
  const tests = ['lib', 'app', 'commands', 'components', 'testing'].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.test\.tsx?$/.test(file))
      .map((file) => join(folder, file)),
  )
  expect(tests.length).toBeGreaterThan(100)
  expect(tests.filter((file) => overridesForAll.test(readFileSync(file, 'utf8')))).toEqual([])
})
