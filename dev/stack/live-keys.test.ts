import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { findLiveKeys } from './live-keys'

it('finds live keys in the environment and in env files, and leaves test keys alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'env-'))
  writeFileSync(join(folder, '.env'), 'STRIPE_SECRET_KEY=sk_test_1\n')
  writeFileSync(join(folder, '.env.production.local'), 'A=1\nSTRIPE_SECRET_KEY="sk_live_1"\n')

  const found = findLiveKeys({ A: 'sk_test_1', B: 'rk_live_1', C: undefined }, folder)

  expect(found).toEqual(['B', '.env.production.local'])
  rmSync(folder, { recursive: true })
})
