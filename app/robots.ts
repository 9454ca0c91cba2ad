import type { MetadataRoute } from 'next'
import { services } from '@/lib/services'

export const dynamic = 'force-dynamic'

export default function robots(): MetadataRoute.Robots {
  const { APP_URL } = services.settings
  return {
    rules: {
      userAgent: '*',
      allow: '/',
      disallow: [
        '/api/',
        '/dashboard',
        '/settings',
        '/setup-billing',
        '/checkout/',
        '/admin',
        '/refresh',
        '/signout',
      ],
    },
    sitemap: `${APP_URL}/sitemap.xml`,
  }
}
