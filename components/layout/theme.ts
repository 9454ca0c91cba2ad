export const themes = ['system', 'light', 'dark'] as const
/** `system` follows the browser's color scheme. */
export type Theme = (typeof themes)[number]

/** The server reads this cookie, so that a page has the right colors from the start. */
export const themeCookie = 'theme'

export const themeOf = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? 'system'

/** Returns the root element's `data-theme`, or `undefined` if the browser's setting decides. */
export const themeAttribute = (theme: Theme): 'light' | 'dark' | undefined =>
  theme === 'system' ? undefined : theme

const yearSeconds = 365 * 24 * 60 * 60

/** In the browser: shows the page in this theme, and stores the choice for a year. */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement
  const attribute = themeAttribute(theme)
  if (attribute) root.dataset.theme = attribute
  else delete root.dataset.theme
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${attribute ? yearSeconds : 0}; samesite=lax`
  // The color of the browser's address bar on a phone.
  const { backgroundColor } = getComputedStyle(root)
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content = backgroundColor
  }
}
