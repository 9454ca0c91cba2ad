/** Where scripts may come from: our own build, and Stripe’s payment form. */
const stripeScripts = 'https://js.stripe.com'
const ownScripts = '/_next/static/'

/**
 * The URL, if a script may be loaded from there; else `null`. Turbopack and React load the chunks of
 * our build by it, as plain strings.
 */
export function allowedScriptUrl(url: string, site: string): string | null {
  const { origin, pathname } = new URL(url, site)
  const isOwn = origin === new URL(site).origin && pathname.startsWith(ownScripts)
  return isOwn || origin === stripeScripts ? url : null
}

/** How React makes a script that the browser doesn’t run at once. */
const inertScript = '<script></script>'

/** The text, if it is no markup; else `null`. What has no “<” can contain no element. */
export const allowedHtml = (html: string): string | null =>
  html.includes('<') && html !== inertScript ? null : html

type Policies = {
  createPolicy(
    name: 'default',
    rules: Record<'createHTML' | 'createScriptURL', (text: string) => string | null>,
  ): unknown
}

/**
 * Makes the policy by which the browser judges every string that would become a script or markup.
 * Our Content-Security-Policy requires one (`require-trusted-types-for`), and without it no page
 * could load a chunk. No rule for the text of a script: none may be made from a string.
 */
export function allowOwnScriptsOnly(browser: { trustedTypes?: Policies }, site: string): void {
  browser.trustedTypes?.createPolicy('default', {
    createHTML: allowedHtml,
    createScriptURL: (url) => allowedScriptUrl(url, site),
  })
}
