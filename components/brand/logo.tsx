import { type Brand, logoMark } from '@/lib/billing/catalog/brand'
import { textColors } from '@/lib/billing/catalog/surfaces'
import { linesOf } from './marks'

// The ink lies on the primary or the signal color, so it stays dark in both color schemes.
const colors = { signal: 'var(--signal)', ink: textColors.light.ink }

/** The brand's logo, in the colors of the page. It is decoration next to the brand's name. */
export function Logo({ brand, className }: { brand: Pick<Brand, 'logo'>; className?: string }) {
  const mark = logoMark(brand)
  // biome-ignore lint/performance/noImgElement: an SVG file needs no optimized sizes
  if (!mark) return <img src={brand.logo} alt="" className={className} />
  return (
    <svg viewBox="0 0 32 32" className={className} fill="none" aria-hidden="true">
      <rect width="32" height="32" rx="7" fill="var(--brand)" />
      {linesOf[mark].map(({ d, width, color, opacity, cap }) => (
        <path
          key={d}
          d={d}
          stroke={color ? colors[color] : 'var(--on-brand)'}
          strokeWidth={width}
          strokeLinecap={cap ?? 'round'}
          strokeLinejoin="round"
          opacity={opacity}
        />
      ))}
    </svg>
  )
}
