import { type Brand, logoMark } from '@/lib/billing/catalog/brand'
import { textColors } from '@/lib/billing/catalog/surfaces'
import { linesOf } from './marks'

const colors = { signal: '#e8a811', ink: textColors.light.ink }

/**
 * Returns the logo as an SVG file in the colors of the light scheme, for browser tabs and home
 * screens; `null` if the brand's logo is a file. `inset` is the margin of a maskable icon, which a
 * phone may crop to a circle; it isn't `rounded`, because the phone rounds it.
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
