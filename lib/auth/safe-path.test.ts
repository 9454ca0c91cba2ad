import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { safePath } from './safe-path'

describe('a path to redirect to', () => {
  it.each([
    '/',
    '/dashboard',
    '/plans?upgrade=pro&from=%2Fdashboard',
    '/settings#billing',
    '/checkout/return?session_id=cs_test_a1',
    '/a//b',
    '/plans?next=https://evil.example',
    '/plans?next=//evil.example',
    '/@ada',
    '/caf%C3%A9',
  ])('may be %s', (path) => {
    expect(safePath(path)).toBe(path)
  })

  it.each([
    'https://evil.example',
    'http://evil.example/dashboard',
    'HTTPS://evil.example',
    '//evil.example',
    '///evil.example',
    '////evil.example',
    '//evil.example/%2f..',
    '//tollgate.invalid.evil.example',
    '/\\evil.example',
    '/\\/evil.example',
    '\\\\evil.example',
    '\\/evil.example',
    '\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    '/\r/evil.example',
    '/\r\nLocation: https://evil.example',
    '\t//evil.example',
    ' //evil.example',
    ' https://evil.example',
    '/ /evil.example',
    '/\u00a0/evil.example',
    '/\u2028/evil.example',
    '/\u0000/evil.example',
    '/\u0085/evil.example',
    '/..//evil.example',
    '/.//evil.example',
    '/a/..//evil.example',
    '/a/../..//evil.example',
    '/%2e%2e//evil.example',
    '/%2E//evil.example',
    '/a/%2e%2e//evil.example',
    '/..\\\\evil.example',
    'javascript:alert(1)',
    'JaVaScRiPt:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>alert(1)</script>',
    'vbscript:msgbox(1)',
    'file:///etc/passwd',
    'blob:https://evil.example/1',
    'mailto:a@evil.example',
    'https:evil.example',
    'https:/evil.example',
    'https:///evil.example',
    '@evil.example',
    ':80/evil.example',
    '.evil.example',
    'evil.example',
    'dashboard',
    './dashboard',
    '../dashboard',
    '?next=//evil.example',
    '#//evil.example',
    '%2f%2fevil.example',
    '／／evil.example',
    '//[::1]/',
    '//user:pass@evil.example',
    '//evil.example:443',
    '//[',
    '',
    `/${'a'.repeat(2_048)}`,
  ])('is never %j', (path) => {
    expect(safePath(path)).toBe('/dashboard')
    expect(safePath(path, '/plans')).toBe('/plans')
  })

  it.each([null, undefined, 1, true, {}, [], ['/dashboard'], () => '/x', new URL('https://x.y')])(
    'is never anything but text: %s',
    (value) => {
      expect(safePath(value)).toBe('/dashboard')
    },
  )

  it('stays on this site, whatever it is made of, and however often it is parsed', () => {
    const piece = fc.constantFrom(
      ...['/', '\\', '.', '..', '%2e', '%2f', '%5c', '@', ':', '?', '#', '\t', '\n', ' ', 'a'],
      ...['evil.example', 'https:', 'javascript:', '[', ']', '%', '\u2028', '\ufeff', '／'],
    )
    const text = fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join(''))
    const here = 'https://app.example.com'
    fc.assert(
      fc.property(
        fc.oneof(
          text,
          text.map((rest) => `/${rest}`),
          fc.string(),
        ),
        (path) => {
          const safe = safePath(path)
          expect(safe).toMatch(/^\/(?![/\\])/)
          const url = new URL(safe, here)
          expect(url.origin).toBe(here)
          expect(safePath(safe)).toBe(safe)
        },
      ),
      { numRuns: 5_000 },
    )
  })
})
