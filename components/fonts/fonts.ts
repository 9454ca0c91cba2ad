import localFont from 'next/font/local'

/**
 * Overpass is drawn after the letters of highway signs. `dev/fonts/subset.ts` makes the files.
 * Next gives the fallback the same metrics, so that nothing moves when the font arrives.
 */
const overpass = localFont({
  src: './overpass.woff2',
  weight: '400 800',
  variable: '--font-overpass',
  display: 'swap',
  adjustFontFallback: 'Arial',
})

/** Letters of Latin Extended-A. A browser loads it only for a page that has one. */
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

/** The class that defines the fonts' variables, for the root element. */
export const fontVariables = [overpass, overpassExtended, overpassMono]
  .map((font) => font.variable)
  .join(' ')
