import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, chromium } from '@playwright/test'
import { browser as launchOptions } from '@/e2e/support/browser'

/**
 * `npx tsx dev/icons/draw.ts` renders the pictures in `public/` from `public/icon.svg` and
 * `dev/icons/share.svg`. Run it after a change of one of the two.
 */
const root = join(import.meta.dirname, '../..')
const icon = readFileSync(join(root, 'public/icon.svg'), 'utf8')
const share = readFileSync(join(root, 'dev/icons/share.svg'), 'utf8')
// Phones round the corners themselves. A maskable icon may be cropped to a circle of 80%.
const square = icon.replace(/ rx="\d+"/, '')
const maskable = square
  .replace('viewBox="0 0 32 32"', 'viewBox="-4 -4 40 40"')
  .replace('<rect width="32" height="32"', '<rect x="-4" y="-4" width="40" height="40"')

const chrome = await chromium.launch(launchOptions())
try {
  const sizes = [16, 32, 48]
  save('favicon.ico', ico(await Promise.all(sizes.map((size) => render(chrome, icon, size)))))
  save('icon-192.png', await render(chrome, icon, 192))
  save('icon-512.png', await render(chrome, icon, 512))
  save('icon-maskable-512.png', await render(chrome, maskable, 512))
  save('apple-touch-icon.png', await render(chrome, square, 180))
  save('share.png', await render(chrome, share, 1200, 630))
} finally {
  await chrome.close()
}

function save(name: string, content: Buffer): void {
  writeFileSync(join(root, 'public', name), content)
}

async function render(chrome: Browser, svg: string, width: number, height = width) {
  const page = await chrome.newPage({ viewport: { width, height } })
  const url = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
  await page.setContent(
    `<body style="margin:0"><img src="${url}" width="${width}" height="${height}" style="display:block">`,
  )
  const picture = await page.screenshot({ omitBackground: true })
  await page.close()
  return picture
}

/** An .ico file is a header, an entry of 16 bytes for each picture, and the pictures as PNG. */
function ico(pictures: Buffer[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [index, picture] of pictures.entries()) {
    const at = 6 + 16 * index
    // A PNG has its width and its height at the bytes 16 and 20.
    head.writeUInt8(picture.readUInt32BE(16), at)
    head.writeUInt8(picture.readUInt32BE(20), at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(picture.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += picture.length
  }
  return Buffer.concat([head, ...pictures])
}
