import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unstable_doesMiddlewareMatch as doesMatch } from 'next/experimental/testing/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { config } from '@/middleware'
import { siteMetadata } from './site-metadata'

const publicFolder = join(import.meta.dirname, '../public')
const Picture = z.object({
  url: z.string(),
  sizes: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
})
const Site = z.object({
  manifest: z.string(),
  icons: z.object({ icon: z.array(Picture), apple: Picture }),
  openGraph: z.object({ images: z.array(Picture) }),
  twitter: z.object({ images: z.array(Picture) }),
})
const Manifest = z.object({
  icons: z.array(z.object({ src: z.string(), sizes: z.string(), type: z.string() })),
})

const site = Site.parse(siteMetadata('https://app.test'))
const manifest = Manifest.parse(
  JSON.parse(readFileSync(join(publicFolder, 'manifest.webmanifest'), 'utf8')),
)
const pictures = [
  ...site.icons.icon,
  site.icons.apple,
  ...[...site.openGraph.images, ...site.twitter.images].map(({ url, width, height }) => ({
    url,
    sizes: `${width}x${height}`,
  })),
  ...manifest.icons.map(({ src, sizes }) => ({ url: src, sizes })),
]

it('names the app’s own address in absolute links', () => {
  expect(String(siteMetadata('https://app.test').metadataBase)).toBe('https://app.test/')
})

it('names a manifest that exists', () => {
  expect(existsSync(join(publicFolder, site.manifest))).toBe(true)
})

describe.each(pictures)('the picture $url', ({ url, sizes }) => {
  it('exists', () => {
    expect(existsSync(join(publicFolder, url))).toBe(true)
  })

  it('has the size that it is announced with', () => {
    expect(sizesOf(url)).toBe(sizes)
  })
})

it.each(readdirSync(publicFolder))('the middleware stays away from public/%s', (name) => {
  expect(doesMatch({ config, url: `/${name}` })).toBe(false)
})

/** As `sizes` has it: `16x16 32x32` of an .ico, `any` of an SVG. */
function sizesOf(url: string): string {
  const file = readFileSync(join(publicFolder, url))
  if (url.endsWith('.svg')) return 'any'
  if (url.endsWith('.png')) return `${file.readUInt32BE(16)}x${file.readUInt32BE(20)}`
  const count = file.readUInt16LE(4)
  return Array.from({ length: count }, (_, index) => {
    const at = 6 + 16 * index
    return `${file.readUInt8(at)}x${file.readUInt8(at + 1)}`
  }).join(' ')
}
