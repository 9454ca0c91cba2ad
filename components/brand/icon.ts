import { type Brand, logoMark } from '@/lib/billing/catalog/brand'
import { linesOf } from './marks'

const colors = { signal: '#e8a811', ink: '#18211c' }

/**
 * The logo as an SVG file in the colors of the light scheme, for browsers' tabs and home screens.
 * `inset` is the room around a maskable one, which a phone may cut to a circle; such an icon has no
 * corners of its own. `null` if the logo is a file of the team.
 */
export function iconSvg(
  { logo, colors: { light } }: Pick<Brand, 'logo' | 'colors'>,
  { inset = 0, rounded = true }: { inset?: number; rounded?: boolean } = {},
): string | null {
  const mark = logoMark({ logo })
  if (!mark) return null
  const size = 32 + 2 * inset
  const lines = linesOf[mark].map(
    ({ d, width, color, opacity = 1, cap = 'round' }) =>
      `<path d="${d}" stroke="${color ? colors[color] : light.onPrimary}" stroke-width="${width}" stroke-linecap="${cap}" stroke-linejoin="round" opacity="${opacity}"/>`,
  )
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="${-inset} ${-inset} ${size} ${size}" fill="none">`,
    `<rect x="${-inset}" y="${-inset}" width="${size}" height="${size}" rx="${rounded ? 7 : 0}" fill="${light.primary}"/>`,
    ...lines,
    '</svg>',
  ].join('')
}
