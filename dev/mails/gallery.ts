import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { html } from 'hono/html'
import type { Catalog } from '@/lib/billing/catalog/schema'
import { MessageKind } from '@/lib/billing/notices/messages'
import { codeMail, codeReasons } from '@/lib/mail/code-mails'
import { composeMail } from '@/lib/mail/compose'
import type { Mail } from '@/lib/mail/mails'
import { render } from '@/lib/mail/render'
import { now, sampleData } from './samples'

const to = 'ada@example.com'
const appUrl = 'https://app.example.com'

/** Every mail that can be sent, by the name of its file. */
export async function sampleMails({ brand }: Pick<Catalog, 'brand'>): Promise<Map<string, Mail>> {
  const site = { brand, appUrl }
  const messages = MessageKind.options.map(
    async (kind) =>
      [
        kind,
        await render({ kind, data: sampleData[kind] }, { ...site, to, userId: 'user-1', now }),
      ] as const,
  )
  const codes = codeReasons.map(
    async (reason) =>
      [
        `code-${reason}`,
        await composeMail(to, codeMail(reason, '482913', site, to), site),
      ] as const,
  )
  return new Map(await Promise.all([...messages, ...codes]))
}

/** Writes every mail of each catalog as HTML and text, and a page that shows them all. */
export async function writeGallery(catalogs: readonly Catalog[], folder: string): Promise<string> {
  const shown: { name: string; brand: string; mails: Map<string, Mail> }[] = []
  for (const catalog of catalogs) {
    const mails = await sampleMails(catalog)
    mkdirSync(join(folder, catalog.name), { recursive: true })
    for (const [name, mail] of mails) {
      writeFileSync(join(folder, catalog.name, `${name}.html`), mail.html)
      writeFileSync(join(folder, catalog.name, `${name}.txt`), mail.text)
    }
    shown.push({ name: catalog.name, brand: catalog.brand.name, mails })
  }
  const index = join(folder, 'index.html')
  writeFileSync(index, String(await page(shown)))
  return index
}

const page = (
  shown: { name: string; brand: string; mails: Map<string, Mail> }[],
) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>All mails</title>
    <style>
      :root { color-scheme: light dark; }
      body { margin: 2rem; font: 16px/1.5 system-ui, sans-serif; }
      ul { display: grid; gap: 2rem; padding: 0; list-style: none; grid-template-columns: repeat(auto-fill, minmax(min(100%, 34rem), 1fr)); }
      iframe { width: 100%; height: 44rem; border: 1px solid #8888; border-radius: 8px; }
    </style>
  </head>
  <body>
    <h1>All mails</h1>
    ${shown.map(
      ({ name, brand, mails }) => html`<h2>${brand} (CATALOG=${name})</h2>
    <ul>
      ${[...mails].map(
        ([file, { subject }]) => html`<li>
        <p><strong>${subject}</strong><br /><a href="${name}/${file}.html">HTML</a> · <a href="${name}/${file}.txt">Text</a></p>
        <iframe loading="lazy" title="${subject}" src="${name}/${file}.html"></iframe>
      </li>`,
      )}
    </ul>`,
    )}
  </body>
</html>`
