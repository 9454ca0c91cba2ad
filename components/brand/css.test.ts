import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Brand } from '@/lib/billing/catalog/brand'
import { contrastOf, minContrast } from '@/lib/billing/catalog/contrast'
import { surfaces } from '@/lib/billing/catalog/surfaces'
import { brandCss } from './css'

const colors = {
  light: { primary: '#111111', primaryHover: '#222222', onPrimary: '#fefefe', tint: '#eeeeee' },
  dark: { primary: '#dddddd', primaryHover: '#cccccc', onPrimary: '#010101', tint: '#333333' },
}
const css = brandCss(Brand.parse({ colors, surface: 'cool' }))

it('sets the colors of both schemes', () => {
  expect(css).toContain(
    '--brand-light:#111111;--brand-hover-light:#222222;--on-brand-light:#fefefe;--brand-tint-light:#eeeeee;',
  )
  expect(css).toContain(
    '--brand-dark:#dddddd;--brand-hover-dark:#cccccc;--on-brand-dark:#010101;--brand-tint-dark:#333333;',
  )
  expect(css).toContain('--paper:light-dark(#f3f5fa,#0d1117)')
})

it('sets only variables that the style sheet reads or replaces', () => {
  const sheet = readFileSync(join(import.meta.dirname, '../../app/tokens.css'), 'utf8')
  for (const [, name] of css.matchAll(/(--[\w-]+):/g)) {
    expect(sheet).toMatch(new RegExp(`var\\(${name}, |^ *${name}: light-dark`, 'm'))
  }
})

it('has no character that HTML would escape inside a style element', () => {
  expect(css).not.toMatch(/[<>&"']/)
})

describe.each(Object.entries(surfaces))('the surface %s', (_, { light, dark }) => {
  // Colors that no brand changes, as the style sheet has them.
  it.each([
    ['light', light, ['#18211c', '#566058', '#9f241c']],
    ['dark', dark, ['#ebf0ea', '#a6b1aa', '#ffa198']],
  ] as const)('can be written on in the %s scheme', (_, { paper, card, sunk }, texts) => {
    for (const text of texts) {
      for (const background of [paper, card, sunk]) {
        expect(contrastOf(text, background), `${text} on ${background}`).toBeGreaterThanOrEqual(
          minContrast,
        )
      }
    }
  })
})

it('checks the colors that the style sheet has', () => {
  const sheet = readFileSync(join(import.meta.dirname, '../../app/tokens.css'), 'utf8')
  expect(sheet).toContain('--ink: light-dark(#18211c, #ebf0ea)')
  expect(sheet).toContain('--muted: light-dark(#566058, #a6b1aa)')
  expect(sheet).toContain('--bad: light-dark(#9f241c, #ffa198)')
})
