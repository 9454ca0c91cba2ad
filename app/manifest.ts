import type { MetadataRoute } from 'next'
import { surfaces } from '@/lib/billing/catalog/surfaces'
import { services } from '@/lib/services'

// The brand is known when the app runs, not when it is built.
export const dynamic = 'force-dynamic'

export default function manifest(): MetadataRoute.Manifest {
  const { name, description, colors, surface } = services.catalog.brand
  const png = (file: string, size: number) => ({
    src: `/brand/${file}`,
    sizes: `${size}x${size}`,
    type: 'image/png',
  })
  return {
    name,
    short_name: name,
    description,
    id: '/',
    start_url: '/',
    scope: '/',
    display: 'browser',
    background_color: surfaces[surface].light.paper,
    theme_color: colors.light.primary,
    icons: [
      { src: '/brand/icon.svg', sizes: 'any', type: 'image/svg+xml' },
      png('icon-192.png', 192),
      png('icon-512.png', 512),
      { ...png('icon-maskable-512.png', 512), purpose: 'maskable' },
    ],
  }
}
