import { iconSvg } from '@/components/brand/icon'
import { services } from '@/lib/services'
import { draw, pictures } from '../pictures'

/** A cache: drawing a picture takes a tenth of a second, and the brand doesn't change at run time. */
const drawn = new Map<string, Promise<ArrayBuffer>>()

/** GET /brand/*: the logo as `icon.svg`, and the PNG files that `pictures.tsx` lists. */
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
  if (!wanted) return new Response('There is no such file.', { status: 404 })
  const drawing = drawn.get(file) ?? draw(wanted, brand)
  drawn.set(file, drawing)
  // A picture that couldn't be drawn is tried again with the next request.
  drawing.catch(() => drawn.delete(file))
  return picture(await drawing, 'image/png')
}

const picture = (body: string | ArrayBuffer, type: string) =>
  new Response(body, { headers: { 'content-type': type, 'cache-control': 'public, max-age=3600' } })
