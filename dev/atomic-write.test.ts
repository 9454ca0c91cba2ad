import { mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makePrivateFolder, readIfExists, writeAtomically } from './atomic-write'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'atomic-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)
/** Windows has no such modes. */
const itOnUnix = it.runIf(process.platform !== 'win32')

it('replaces a file, and reads nothing where there is none', () => {
  const file = join(folder, 'deep/down/state.json')
  expect(readIfExists(file)).toBeNull()

  writeAtomically(file, 'old')
  writeAtomically(file, 'new')

  expect(readIfExists(file)).toBe('new')
})

itOnUnix('writes files that only their owner may read', () => {
  const file = join(folder, 'signing-key.pem')

  writeAtomically(file, 'secret')

  expect(modeOf(file)).toBe('600')
})

itOnUnix('makes folders private, also one that was open to all', () => {
  const open = join(folder, 'open')
  mkdirSync(open, { mode: 0o755 })

  makePrivateFolder(open)
  makePrivateFolder(join(folder, 'new/one'))

  expect(modeOf(open)).toBe('700')
  expect(modeOf(join(folder, 'new/one'))).toBe('700')
})
