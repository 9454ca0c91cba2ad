import { headers } from 'next/headers'
import { planOffers, scriptJson } from '@/components/plans/structured-data'
import { services } from '@/lib/services'

/** JSON-LD for search engines. It isn't executed, but the page's policy still wants its nonce. */
export async function Offers() {
  const policy = (await headers()).get('content-security-policy') ?? ''
  const [, nonce] = /'nonce-([^']+)'/.exec(policy) ?? []
  const url = new URL('/plans', services.settings.APP_URL).href
  const json = { __html: scriptJson(planOffers(services.catalog, url)) }
  return (
    <script
      type="application/ld+json"
      nonce={nonce}
      // Browsers hide the nonce from scripts, so React would report a mismatch.
      suppressHydrationWarning
      // React would escape children as HTML text, which breaks JSON; `scriptJson` escapes it as
      // JSON.
      {...{ dangerouslySetInnerHTML: json }}
    />
  )
}
