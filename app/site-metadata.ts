import type { Metadata } from 'next'

/**
 * What every page says about the site. The files are in `public/`; `dev/icons/draw.ts` renders
 * them.
 */
export const siteMetadata = (appUrl: string): Metadata => ({
  // Without it, Next would name localhost in links that must be absolute.
  metadataBase: new URL(appUrl),
  title: { default: 'Tollgate: paid plans with Stripe and Cognito', template: '%s · Tollgate' },
  description:
    'Sell plans with Stripe and manage access with AWS Cognito. Paid features unlock within seconds.',
  manifest: '/manifest.webmanifest',
  icons: {
    icon: [
      { url: '/favicon.ico', sizes: '16x16 32x32 48x48' },
      { url: '/icon.svg', type: 'image/svg+xml', sizes: 'any' },
    ],
    apple: { url: '/apple-touch-icon.png', sizes: '180x180' },
  },
  openGraph: { type: 'website', siteName: 'Tollgate', images: [shareImage] },
  twitter: { card: 'summary_large_image', images: [shareImage] },
})

const shareImage = {
  url: '/share.png',
  width: 1200,
  height: 630,
  type: 'image/png',
  alt: 'Tollgate: a toll gate with its arm raised, above a ticket with the group “pro” in an access token',
}
