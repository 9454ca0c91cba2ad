import type { Brand, Scheme } from '@/lib/billing/catalog/brand'
import { type Surface, surfaces, textColors } from '@/lib/billing/catalog/surfaces'

export const font =
  "-apple-system, BlinkMacSystemFont, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif"
export const mono = "ui-monospace, 'SF Mono', Menlo, Consolas, monospace"

export type Palette = Scheme & Surface & { ink: string; muted: string }

/** A brand's colors in one color scheme. */
export const paletteOf = (
  { colors, surface }: Pick<Brand, 'colors' | 'surface'>,
  scheme: 'light' | 'dark',
): Palette => ({
  ...colors[scheme],
  ...surfaces[surface][scheme],
  ...textColors[scheme],
})

/**
 * The style sheet for what inline styles can't express: small screens and the dark color scheme.
 * Email clients that ignore it show the light one. It has no character that HTML would escape.
 */
export function mailCss(brand: Pick<Brand, 'colors' | 'surface'>): string {
  const dark = paletteOf(brand, 'dark')
  return [
    ':root{color-scheme:light dark;supported-color-schemes:light dark}',
    '@media (max-width:480px){.outer{padding:0!important}.inner{padding:24px 20px!important;border-radius:0!important}.wide{display:block!important;text-align:center!important}}',
    '@media (prefers-color-scheme:dark){',
    `.page{background:${dark.paper}!important}`,
    `.inner{background:${dark.card}!important;border-color:${dark.line}!important}`,
    `.ink{color:${dark.ink}!important}`,
    `.muted{color:${dark.muted}!important}`,
    `.box{background:${dark.tint}!important}`,
    `.tint{color:${dark.primary}!important}`,
    `.primary{background:${dark.primary}!important;color:${dark.onPrimary}!important}`,
    '}',
  ].join('')
}
