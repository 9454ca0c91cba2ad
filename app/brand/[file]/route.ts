import { iconSvg } from '@/components/brand/icon'
import { services } from '@/lib/services'
import { draw, pictures } from '../pictures'

/** The pictures that were drawn: drawing one takes a tenth of a second, and a brand doesn't change. */
const drawn = new Map<string, Promise<ArrayBuffer>>()

/** GET /brand/icon.svg and the pictures of `pictures.tsx`: the logo for browsers and other sites. */
export async function GET(_: Request, { params }: { params: Promise<{ file: string }> }) {
  const { file } = await params
  const { brand } = services.catalog
  if (file === 'icon.svg') {
    const svg = iconSvg(brand)
    return svg
      ? picture(svg, 'image/svg+xml')
      : new Response(null, { status: 307, headers: { location: brand.logo } })
  }
  const wanted = Object.hasOwn(pictures, file) ? pictures[file] : undefined
  if (!wanted) return new Response('There is no such picture.', { status: 404 })
  const drawing = drawn.get(file) ?? draw(wanted, brand)
  drawn.set(file, drawing)
  return picture(await drawing, 'image/png')
}

const picture = (body: string | ArrayBuffer, type: string) =>
  new Response(body, { headers: { 'content-type': type, 'cache-control': 'public, max-age=3600' } })
