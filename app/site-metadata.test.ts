import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unstable_doesMiddlewareMatch as doesMatch } from 'next/experimental/testing/server'
import { afterAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { iconSvg } from '@/components/brand/icon'
import { Brand, marks } from '@/lib/billing/catalog/brand'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { config } from '@/middleware'
import { draw, pictures } from './brand/pictures'
import { siteMetadata } from './site-metadata'

const publicFolder = join(import.meta.dirname, '../public')
const brands = Object.values(catalogs).map(({ brand }) => brand)

const { VIPSHOME } = process.env
// Next's picture engine loads sharp, which sets this variable.
afterAll(() => {
  if (VIPSHOME === undefined) delete process.env.VIPSHOME
})

const Share = z.object({ images: z.array(z.object({ url: z.string() })) })

describe.each(brands.map((brand) => [brand.name, brand] as const))('the site of %s', (_, brand) => {
  const site = siteMetadata('https://app.test', brand)

  it('names the app’s own address in absolute links', () => {
    expect(String(site.metadataBase)).toBe('https://app.test/')
  })

  it('is named after the brand, and contains no other brand’s name', () => {
    expect(site.title).toMatchObject({ template: `%s · ${brand.name}` })
    const said = JSON.stringify(site)
    const others = brands.filter((other) => other !== brand)
    for (const other of others) expect(said).not.toContain(other.name)
  })

  it('shows a picture in shared links that exists', () => {
    for (const share of [site.openGraph, site.twitter]) {
      for (const { url } of Share.parse(share).images) {
        const [, drawn] = /^\/brand\/(.*)$/.exec(url) ?? []
        expect(drawn ? drawn in pictures : existsSync(join(publicFolder, url)), url).toBe(true)
      }
    }
  })
})

it.each(Object.entries(pictures))('draws %s in its size', async (_, picture) => {
  const drawn = new DataView(await draw(picture, Brand.parse({ name: 'Crumb' })))

  expect([drawn.getUint32(16), drawn.getUint32(20)]).toEqual([picture.width, picture.height])
})

it('draws an icon for a logo that is a file, too', async () => {
  const brand = Brand.parse({ name: 'Crumb', logo: '/logo.svg' })

  expect(iconSvg(brand)).toBeNull()
  expect((await draw(pictures['icon-48.png'] ?? expect.unreachable(), brand)).byteLength).not.toBe(
    0,
  )
})

it.each(marks)('draws the mark %s in the brand’s colors', (logo) => {
  const { colors } = Brand.parse({})

  expect(iconSvg({ logo, colors })).toContain(`fill="${colors.light.primary}"`)
})

it('has a share picture of the size that the metadata gives', () => {
  const file = readFileSync(join(publicFolder, 'share.png'))
  expect([file.readUInt32BE(16), file.readUInt32BE(20)]).toEqual([1200, 630])
})

it.each(readdirSync(publicFolder))('the middleware stays away from public/%s', (name) => {
  expect(doesMatch({ config, url: `/${name}` })).toBe(false)
})
