import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { MessageKind } from '@/lib/billing/notices/messages'
import { codeReasons } from '@/lib/mail/code-mails'
import type { Mail } from '@/lib/mail/mails'
import { sampleMails, writeGallery } from './gallery'

const names = [...MessageKind.options, ...codeReasons.map((reason) => `code-${reason}`)]

describe('the gallery', () => {
  let folder: string
  let index: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'mails-'))
    index = readFileSync(await writeGallery(Object.values(catalogs), folder), 'utf8')
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it.each(names)('shows %s in each catalog', (name) => {
    for (const catalog of Object.keys(catalogs)) {
      expect(index).toContain(`src="${catalog}/${name}.html"`)
      expect(existsSync(join(folder, catalog, `${name}.html`))).toBe(true)
      expect(existsSync(join(folder, catalog, `${name}.txt`))).toBe(true)
    }
  })
})

describe.each(Object.values(catalogs).map((catalog) => [catalog.brand.name, catalog] as const))(
  'each mail of %s',
  (brand, catalog) => {
    let mails: [string, Mail][]
    beforeAll(async () => {
      mails = [...(await sampleMails(catalog))]
    })

    it('names the brand in its subject and its text, and no other', () => {
      const others = Object.values(catalogs).filter((other) => other !== catalog)
      for (const [name, { subject, text, html }] of mails) {
        expect(subject, name).toContain(brand)
        expect(text, name).toContain(brand)
        for (const other of others) expect(text + html, name).not.toContain(other.brand.name)
      }
    })

    it('says the same in its text as in its HTML', () => {
      for (const [name, { text, html }] of mails) {
        const said = plain(html)
        for (const line of text.split('\n').filter((line) => line && line !== '--')) {
          // A link is a button in HTML, and a fact a row of a table.
          for (const part of line.split(/: (?=https:|\S)/)) {
            expect(said + html, `${name}: ${part}`).toContain(part)
          }
        }
      }
    })

    it('has no place that was left empty', () => {
      for (const [name, { subject, text, html }] of mails) {
        expect(subject + text + html, name).not.toMatch(/undefined|null|NaN|Invalid Date/)
      }
    })

    it('is small enough for Cognito and for Gmail, which cut longer ones', () => {
      for (const [name, { subject, html }] of mails) {
        expect(html.length, name).toBeLessThan(20_000)
        expect(subject.length, name).toBeLessThanOrEqual(140)
      }
    })

    it('uses its colors in both color schemes', () => {
      const { light, dark } = catalog.brand.colors
      for (const [name, { html }] of mails) {
        expect(html, name).toContain(`background:${light.primary}`)
        expect(html, name).toContain(`.primary{background:${dark.primary}!important`)
      }
    })
  },
)

/** What a reader sees of the HTML. */
const plain = (html: string) =>
  html
    .replace(/<style>.*?<\/style>|<[^>]+>/g, '')
    .replaceAll('&#x27;', "'")
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
