import type { Metadata } from 'next'
import type { Brand } from '@/lib/billing/catalog/brand'

/** Returns the metadata that every page has. `app/brand/` draws the pictures. */
export function siteMetadata(appUrl: string, brand: Brand): Metadata {
  const shareImage = {
    url: brand.shareImage ?? '/brand/share.png',
    width: 1200,
    height: 630,
    alt: `${brand.name}: ${brand.tagline}`,
  }
  return {
    // Without it, Next would name localhost in links that must be absolute.
    metadataBase: new URL(appUrl),
    title: { default: `${brand.name}: ${brand.tagline}`, template: `%s · ${brand.name}` },
    description: brand.description,
    applicationName: brand.name,
    icons: {
      icon: [
        { url: '/brand/icon-48.png', sizes: '48x48' },
        { url: '/brand/icon.svg', type: 'image/svg+xml', sizes: 'any' },
      ],
      apple: { url: '/brand/icon-180.png', sizes: '180x180' },
    },
    openGraph: { type: 'website', siteName: brand.name, images: [shareImage] },
    twitter: { card: 'summary_large_image', images: [shareImage] },
  }
}
