import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openSettings } from './settings'

let file: string
beforeEach(() => {
  file = join(mkdtempSync(join(tmpdir(), 'settings-')), 'settings.json')
})
afterEach(() => rmSync(join(file, '..'), { recursive: true }))

it('are generated once and kept', () => {
  const first = openSettings(file)
  first.update({ seeded: ['pro@example.com'] })

  expect(openSettings(file).read()).toEqual(first.read())
  expect(first.read()).toMatchObject({
    stripeSecretKey: expect.stringMatching(/^sk_test_local\w{24}$/),
    seeded: ['pro@example.com'],
  })
})

it('of an older version get what they lack', () => {
  const { trialKey: _key, table: _table, ...old } = openSettings(file).read()
  writeFileSync(file, JSON.stringify(old))

  const opened = openSettings(file).read()

  expect(opened).toEqual({
    ...old,
    trialKey: expect.stringMatching(/^\w{48}$/),
    table: expect.stringMatching(/^tollgate-\w{12}$/),
  })
  expect(openSettings(file).read()).toEqual(opened)
})
