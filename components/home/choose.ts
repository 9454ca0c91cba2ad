import type { Brand } from '@/lib/billing/catalog/brand'
import type { Settings } from '@/lib/env'

/** Whom the home page is for: developers who evaluate Tollgate, or customers of the product. */
export type HomePageKind = Exclude<Settings['HOME_PAGE'], undefined>

/**
 * Without the setting, a catalog that is still named Tollgate presents Tollgate to developers, and
 * any other catalog presents its product to customers.
 */
export const homePageKind = (
  { HOME_PAGE }: Pick<Settings, 'HOME_PAGE'>,
  { name }: Pick<Brand, 'name'>,
): HomePageKind => HOME_PAGE ?? (name === 'Tollgate' ? 'developers' : 'shop')
