import localFont from 'next/font/local'

/**
 * Overpass, a typeface based on highway signs. `dev/fonts/subset.ts` creates the files. Next gives
 * the fallback font the same metrics, so that nothing moves when Overpass has loaded.
 */
const overpass = localFont({
  src: './overpass.woff2',
  weight: '400 800',
  variable: '--font-overpass',
  display: 'swap',
  adjustFontFallback: 'Arial',
})

/** The letters of Latin Extended-A. A browser loads this file only for a page that has one of them. */
const overpassExtended = localFont({
  src: './overpass-extended.woff2',
  weight: '400 800',
  variable: '--font-overpass-extended',
  display: 'swap',
  preload: false,
  adjustFontFallback: false,
  declarations: [{ prop: 'unicode-range', value: 'U+0100-017F' }],
})

const overpassMono = localFont({
  src: './overpass-mono.woff2',
  weight: '400 700',
  variable: '--font-overpass-mono',
  display: 'swap',
  adjustFontFallback: false,
})

/** The root element's classes, which define the font variables. */
export const fontVariables = [overpass, overpassExtended, overpassMono]
  .map((font) => font.variable)
  .join(' ')
