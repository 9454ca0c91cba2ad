import { type Brand, logoMark } from '@/lib/billing/catalog/brand'
import { linesOf } from './marks'

const colors = { signal: 'var(--signal)', ink: '#18211c' }

/** The brand's logo, in the colors of the page. It stands beside the name, so it needs no text. */
export function Logo({ brand, className }: { brand: Pick<Brand, 'logo'>; className?: string }) {
  const mark = logoMark(brand)
  // biome-ignore lint/performance/noImgElement: An SVG file of the team, which needs no other size.
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
