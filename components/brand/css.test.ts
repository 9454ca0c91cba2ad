import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Brand } from '@/lib/billing/catalog/brand'
import { contrastOf, minContrast } from '@/lib/billing/catalog/contrast'
import { surfaces, textColors } from '@/lib/billing/catalog/surfaces'
import { brandCss } from './css'

const colors = {
  light: { primary: '#111111', primaryHover: '#222222', onPrimary: '#fefefe', tint: '#eeeeee' },
  dark: { primary: '#dddddd', primaryHover: '#cccccc', onPrimary: '#010101', tint: '#333333' },
}
const css = brandCss(Brand.parse({ colors, surface: 'cool' }))
const bad = { light: '#9f241c', dark: '#ffa198' }

it('sets the colors of both schemes', () => {
  expect(css).toContain(
    '--brand-light:#111111;--brand-hover-light:#222222;--on-brand-light:#fefefe;--brand-tint-light:#eeeeee;',
  )
  expect(css).toContain(
    '--brand-dark:#dddddd;--brand-hover-dark:#cccccc;--on-brand-dark:#010101;--brand-tint-dark:#333333;',
  )
  expect(css).toContain('--paper:light-dark(#f3f5fa,#0d1117)')
})

it('sets only variables that the style sheet has', () => {
  const sheet = readFileSync(join(import.meta.dirname, '../../app/tokens.css'), 'utf8')
  for (const [, name] of css.matchAll(/(--[\w-]+):/g)) {
    expect(sheet).toMatch(new RegExp(`var\\(${name}, |^ *${name}: light-dark`, 'm'))
  }
})

it('has no character that HTML would escape inside a style element', () => {
  expect(css).not.toMatch(/[<>&"']/)
})

describe.each(Object.entries(surfaces))('the surface %s', (_, { light, dark }) => {
  it.each([
    ['light', light],
    ['dark', dark],
  ] as const)('has enough contrast with text in the %s scheme', (name, { paper, card, sunk }) => {
    const { ink, muted } = textColors[name]
    for (const text of [ink, muted, bad[name]]) {
      for (const background of [paper, card, sunk]) {
        expect(contrastOf(text, background), `${text} on ${background}`).toBeGreaterThanOrEqual(
          minContrast,
        )
      }
    }
  })
})

it('has the same text colors as the style sheet', () => {
  const sheet = readFileSync(join(import.meta.dirname, '../../app/tokens.css'), 'utf8')
  const { light, dark } = textColors
  expect(sheet).toContain(`--ink: light-dark(${light.ink}, ${dark.ink})`)
  expect(sheet).toContain(`--muted: light-dark(${light.muted}, ${dark.muted})`)
  expect(sheet).toContain(`--bad: light-dark(${bad.light}, ${bad.dark})`)
})
