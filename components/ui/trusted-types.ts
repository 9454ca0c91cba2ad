/** Where scripts may come from: our own build, and Stripe’s payment form. */
const stripeScripts = 'https://js.stripe.com'
const ownScripts = '/_next/static/'

/**
 * Returns the URL if a script may be loaded from it, otherwise `null`. Turbopack and React load our
 * build's chunks by plain strings, which the browser passes here.
 */
export function allowedScriptUrl(url: string, site: string): string | null {
  const { origin, pathname } = new URL(url, site)
  const isOwn = origin === new URL(site).origin && pathname.startsWith(ownScripts)
  return isOwn || origin === stripeScripts ? url : null
}

/** The markup from which React creates a script element that doesn't run. */
const inertScript = '<script></script>'

/** Returns the text if it contains no markup, otherwise `null`. Without a “<” there is no element. */
export const allowedHtml = (html: string): string | null =>
  html.includes('<') && html !== inertScript ? null : html

type Policies = {
  createPolicy(
    name: 'default',
    rules: Record<'createHTML' | 'createScriptURL', (text: string) => string | null>,
  ): unknown
}

/**
 * Creates the default Trusted Types policy: the browser passes it every string that would become a
 * script URL or markup. Our Content-Security-Policy requires one (`require-trusted-types-for`), and
 * without it no page could load a chunk. There is no `createScript`, so no script text is allowed.
 */
export function allowOwnScriptsOnly(browser: { trustedTypes?: Policies }, site: string): void {
  browser.trustedTypes?.createPolicy('default', {
    createHTML: allowedHtml,
    createScriptURL: (url) => allowedScriptUrl(url, site),
  })
}
