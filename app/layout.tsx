import { buttonClass } from '@/components/ui/button'
import './globals.css'
import type { Metadata, Viewport } from 'next'
import { cookies } from 'next/headers'
import { connection } from 'next/server'
import type { ReactNode } from 'react'
import { brandCss } from '@/components/brand/css'
import { fontVariables } from '@/components/fonts/fonts'
import { SiteFooter } from '@/components/layout/footer'
import { SiteHeader } from '@/components/layout/header'
import { LocalBar } from '@/components/layout/local-bar'
import { type Theme, themeAttribute, themeCookie, themeOf } from '@/components/layout/theme'
import { StaySignedIn } from '@/components/sign-in/stay-signed-in'
import { signInPool } from '@/components/ui/sign-in-pool'
import { Toaster } from '@/components/ui/toast/toaster'
import { planByKey } from '@/lib/billing/catalog/catalog'
import { surfaces } from '@/lib/billing/catalog/surfaces'
import { services } from '@/lib/services'
import { supportLink } from './contact'
import { siteMetadata } from './site-metadata'

export async function generateMetadata(): Promise<Metadata> {
  // The app's address is known when it runs, not when it is built.
  await connection()
  return siteMetadata(services.settings.APP_URL, services.catalog.brand)
}

export async function generateViewport(): Promise<Viewport> {
  await connection()
  const surface = surfaces[services.catalog.brand.surface]
  const theme = themeAttribute(await chosenTheme())
  if (theme) return { themeColor: surface[theme].paper }
  const { light, dark } = surface
  return {
    themeColor: [
      { media: '(prefers-color-scheme: light)', color: light.paper },
      { media: '(prefers-color-scheme: dark)', color: dark.paper },
    ],
  }
}

const chosenTheme = async (): Promise<Theme> => themeOf((await cookies()).get(themeCookie)?.value)

export default async function RootLayout({ children }: { children: ReactNode }) {
  // Every page carries its own request's nonce, so no page may be prerendered.
  await connection()
  const { settings, catalog } = services
  const { brand } = catalog
  const theme = await chosenTheme()

  return (
    // The attribute lets Next jump to the top of a new page, not scroll there as to a heading.
    <html
      lang="en"
      className={fontVariables}
      data-scroll-behavior="smooth"
      data-theme={themeAttribute(theme)}
    >
      <head>
        {/* Styles need no nonce: the policy allows them inline. */}
        <style>{brandCss(brand)}</style>
      </head>
      <body
        className="flex min-h-dvh flex-col font-sans antialiased"
        data-sign-in-pool={JSON.stringify(signInPool(settings))}
      >
        <a
          href="#main"
          className={buttonClass({ className: 'absolute -top-20 left-4 z-10 focus:top-3' })}
        >
          Skip to content
        </a>
        {settings.LOCAL_STACK && (
          <LocalBar
            name={brand.name}
            mailbox={settings.MAILBOX_URL}
            stripe={settings.STRIPE_API_BASE}
          />
        )}
        <SiteHeader
          brand={brand}
          theme={theme}
          hasUsage={Object.keys(catalog.meters).length > 0}
          planName={(key) => planByKey(catalog, key)?.name ?? key}
        />
        <main id="main" tabIndex={-1} className="flex-1">
          {children}
        </main>
        <SiteFooter
          brand={brand}
          support={supportLink()}
          year={services.now().getUTCFullYear()}
          theme={theme}
        />
        <Toaster />
        <StaySignedIn />
      </body>
    </html>
  )
}
