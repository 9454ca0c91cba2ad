import type { MetadataRoute } from 'next'
import { services } from '@/lib/services'

export const dynamic = 'force-dynamic'

export default function sitemap(): MetadataRoute.Sitemap {
  const { APP_URL } = services.settings
  return ['/', '/plans', '/signup'].map((path) => ({ url: new URL(path, APP_URL).href }))
}
