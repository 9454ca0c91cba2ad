import type { Catalog } from '../catalog'
import { saas } from './saas'

/** The catalogs that ship, by the name that `CATALOG` chooses them with. */
export const catalogs: Record<string, Catalog> = { saas }
