import { type BrandDraft, Scheme } from './brand'
import { contrastOf, minContrast } from './contrast'
import type { Mistake } from './mistake'
import { surfaces } from './surfaces'

/** Finds pairs of brand colors with too little contrast. The schema reports malformed colors. */
export function brandMistakes({ colors, surface = 'paper' }: BrandDraft): Mistake[] {
  return (['light', 'dark'] as const).flatMap((name) => {
    const { success, data } = Scheme.safeParse(colors?.[name])
    const background = surfaces[surface]?.[name]
    return success && background ? schemeMistakes(data, background, ['brand', 'colors', name]) : []
  })
}

function schemeMistakes(
  { primary, primaryHover, onPrimary, tint }: Scheme,
  { paper, card }: { paper: string; card: string },
  path: string[],
): Mistake[] {
  const pairs: [field: keyof Scheme, what: string, text: string, background: string][] = [
    ['onPrimary', 'text on a button', onPrimary, primary],
    ['primaryHover', 'text on a hovered button', onPrimary, primaryHover],
    ['primary', 'a link on the page', primary, paper],
    ['primary', 'a link on a card', primary, card],
    ['tint', 'primary text on the tint', primary, tint],
    ['primaryHover', 'a hovered link', primaryHover, card],
  ]
  return pairs.flatMap(([field, what, text, background]) => {
    const contrast = contrastOf(text, background)
    if (contrast >= minContrast) return []
    // Rounded down, so that 4.46 isn't said to be 4.5.
    const ratio = (Math.floor(contrast * 10) / 10).toFixed(1)
    return [
      {
        path: [...path, field],
        message: `${what} (${text} on ${background}) has a contrast of ${ratio}, and needs ${minContrast}: make ${remedy(text, background)}`,
      },
    ]
  })
}

/** Says which color to make darker or lighter. */
const remedy = (text: string, background: string): string =>
  contrastOf(text, '#000000') < contrastOf(background, '#000000')
    ? `${text} darker or ${background} lighter`
    : `${text} lighter or ${background} darker`
