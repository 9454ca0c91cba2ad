import type { Catalog } from '@/lib/billing/catalog/schema'
import { groups } from './groups'
import { metered } from './metered'
import { premium } from './premium'
import { saas } from './saas'
import { trial } from './trial'

/** The catalogs by the name that `CATALOG` selects. Add a line for yours. */
export const catalogs: Record<string, Catalog> = { saas, groups, trial, premium, metered }

/** The catalog of this name. Throws if there is none. */
export function catalogNamed(name: string): Catalog {
  const catalog = Object.hasOwn(catalogs, name) ? catalogs[name] : undefined
  if (catalog) return catalog
  throw new Error(
    `CATALOG: name one of ${Object.keys(catalogs).join(', ')}, not "${name}". ` +
      'A new one is added in lib/billing/catalog/catalogs/by-name.ts.',
  )
}
