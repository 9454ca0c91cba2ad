import { ImageResponse } from 'next/og'
import type { ReactElement } from 'react'
import { iconSvg } from '@/components/brand/icon'
import type { Brand } from '@/lib/billing/catalog/brand'
import { surfaces, textColors } from '@/lib/billing/catalog/surfaces'

type Picture = { width: number; height: number; content(brand: Brand): ReactElement }

const icon = (size: number, shape: Parameters<typeof iconSvg>[1] = {}): Picture => ({
  width: size,
  height: size,
  content: (brand) => <Icon brand={brand} size={size} shape={shape} />,
})

/** The PNG files under `/brand/`, drawn from the catalog's brand. */
export const pictures: Record<string, Picture> = {
  'icon-48.png': icon(48),
  // Phones round the corners themselves. A maskable icon may be cut to a circle of 80%.
  'icon-180.png': icon(180, { rounded: false }),
  'icon-192.png': icon(192),
  'icon-512.png': icon(512),
  'icon-maskable-512.png': icon(512, { rounded: false, inset: 4 }),
  'share.png': { width: 1200, height: 630, content: (brand) => <ShareCard brand={brand} /> },
}

export const draw = async ({ content, ...size }: Picture, brand: Brand): Promise<ArrayBuffer> =>
  new ImageResponse(content(brand), size).arrayBuffer()

/** The mark, or the name's first letter if the logo is a file, which can't be rendered here. */
function Icon({
  brand,
  size,
  shape,
}: {
  brand: Brand
  size: number
  shape?: Parameters<typeof iconSvg>[1]
}) {
  const svg = iconSvg(brand, shape)
  const { primary, onPrimary } = brand.colors.light
  if (svg) {
    const src = `data:image/svg+xml;base64,${Buffer.from(svg).toString('base64')}`
    // biome-ignore lint/performance/noImgElement: It is drawn into a picture, not shown on a page.
    return <img src={src} alt="" width={size} height={size} />
  }
  const style = {
    width: size,
    height: size,
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    borderRadius: shape?.rounded === false ? 0 : size * 0.22,
    background: primary,
    color: onPrimary,
    fontSize: size * 0.6,
  }
  return <div style={style}>{[...brand.name][0]?.toUpperCase()}</div>
}

/** The image that a shared link shows: logo, name and tagline. */
function ShareCard({ brand }: { brand: Brand }) {
  const { paper } = surfaces[brand.surface].light
  const { primary } = brand.colors.light
  const page = { width: '100%', height: '100%', display: 'flex', flexDirection: 'column' } as const
  return (
    <div style={{ ...page, background: paper, color: textColors.light.ink }}>
      <div style={{ display: 'flex', height: 24, background: primary }} />
      <div style={{ ...page, height: 606, padding: 80, justifyContent: 'space-between' }}>
        <div style={{ display: 'flex', alignItems: 'center', gap: 32, fontSize: 56 }}>
          <Icon brand={brand} size={112} />
          {brand.name}
        </div>
        <div style={{ display: 'flex', fontSize: 92, lineHeight: 1.1, letterSpacing: -2 }}>
          {brand.tagline}
        </div>
      </div>
    </div>
  )
}
