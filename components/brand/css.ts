import type { Brand } from '@/lib/billing/catalog/brand'
import { surfaces } from '@/lib/billing/catalog/surfaces'

/**
 * Returns a style sheet that sets the brand's colors as custom properties. Its selectors are more
 * specific than those of `app/tokens.css`, so the order of the two doesn't matter.
 */
export function brandCss({ colors, surface }: Pick<Brand, 'colors' | 'surface'>): string {
  const brand = (['light', 'dark'] as const).flatMap((name) => [
    `--brand-${name}:${colors[name].primary}`,
    `--brand-hover-${name}:${colors[name].primaryHover}`,
    `--on-brand-${name}:${colors[name].onPrimary}`,
    `--brand-tint-${name}:${colors[name].tint}`,
  ])
  const { light, dark } = surfaces[surface]
  const backgrounds = (['paper', 'card', 'sunk', 'line'] as const).map(
    (name) => `--${name}:light-dark(${light[name]},${dark[name]})`,
  )
  return `:root:root,[data-theme][data-theme]{${[...brand, ...backgrounds].join(';')}}`
}
