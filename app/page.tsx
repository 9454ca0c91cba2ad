import type { Metadata } from 'next'
import { DevelopersHome } from '@/components/home/developers-home'
import { homePageKind } from '@/components/home/page-kind'
import { ShopHome } from '@/components/home/shop-home'
import { visitorIfKnown } from '@/lib/auth/visitor-if-known'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { services } from '@/lib/services'

export const metadata: Metadata = { alternates: { canonical: '/' } }

export default async function HomePage() {
  const { settings, catalog } = services
  return (
    <div className="mx-auto w-full max-w-page px-gutter">
      {homePageKind(settings, catalog.brand) === 'developers' ? (
        <DevelopersHome
          catalog={catalog}
          catalogs={Object.values(catalogs)}
          isLocal={settings.LOCAL_STACK}
        />
      ) : (
        <ShopHome brand={catalog.brand} isSignedIn={(await visitorIfKnown()) !== null} />
      )}
    </div>
  )
}
