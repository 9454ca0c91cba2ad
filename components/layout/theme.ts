export const themes = ['system', 'light', 'dark'] as const
/** `system` follows the browser's color scheme. */
export type Theme = (typeof themes)[number]

/** The server reads it, so that the first byte of a page has the right colors. */
export const themeCookie = 'theme'

export const themeOf = (value: string | undefined): Theme =>
  themes.find((theme) => theme === value) ?? 'system'

/** The root element's `data-theme`; none if the browser decides. */
export const themeAttribute = (theme: Theme): 'light' | 'dark' | undefined =>
  theme === 'system' ? undefined : theme

const year = 365 * 24 * 60 * 60

/** In the browser: shows the page in this theme, and the next ones for a year. */
export function chooseTheme(theme: Theme): void {
  const root = document.documentElement
  const attribute = themeAttribute(theme)
  if (attribute) root.dataset.theme = attribute
  else delete root.dataset.theme
  // biome-ignore lint/suspicious/noDocumentCookie: not every browser has the Cookie Store API
  document.cookie = `${themeCookie}=${theme}; path=/; max-age=${attribute ? year : 0}; samesite=lax`
  // The browser's own bar, on a phone.
  const { backgroundColor } = getComputedStyle(root)
  for (const meta of document.querySelectorAll<HTMLMetaElement>('meta[name="theme-color"]')) {
    meta.content = backgroundColor
  }
}
