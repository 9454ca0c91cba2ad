import { readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { latin } from '@/dev/fonts/characters'

const folder = import.meta.dirname
const limit = 60_000

it('the font files have at most 60 kB in total', () => {
  const fonts = readdirSync(folder).filter((file) => file.endsWith('.woff2'))
  const bytes = fonts.map((file) => statSync(`${folder}/${file}`).size)

  expect(fonts).toHaveLength(3)
  expect(bytes.reduce((sum, each) => sum + each)).toBeLessThanOrEqual(limit)
})

it('the fonts have every character in our pages, components and catalogs', () => {
  const sources = ['app', 'components', 'lib/billing/catalog/catalogs'].flatMap((top) =>
    readdirSync(top, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
      .map((file) => `${top}/${file}`),
  )
  const missing = sources.flatMap((file) =>
    [...readFileSync(file, 'utf8')]
      .filter((character) => character !== '\n' && !latin.includes(character))
      .map((character) => `${file}: ${character}`),
  )

  expect(sources.length).toBeGreaterThan(100)
  expect(missing).toEqual([])
})
