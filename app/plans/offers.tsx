import { headers } from 'next/headers'
import { planOffers, scriptJson } from '@/components/plans/structured-data'
import { services } from '@/lib/services'

/** For search engines. It runs nothing, and carries the page's nonce all the same. */
export async function Offers() {
  const policy = (await headers()).get('content-security-policy') ?? ''
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? []
  const url = new URL('/plans', services.settings.APP_URL).href
  const json = { __html: scriptJson(planOffers(services.catalog, url)) }
  return (
    <script
      type="application/ld+json"
      nonce={nonce}
      // Browsers hide a nonce from scripts, React's included.
      suppressHydrationWarning
      // Children would be escaped as text is, and be JSON no more; `scriptJson` escapes it as JSON.
      {...{ dangerouslySetInnerHTML: json }}
    />
  )
}
