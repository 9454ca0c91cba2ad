import { services } from '@/lib/services'

/** Returns the address that our emails come from, or `null` if none is set. Staff read the replies. */
export const contactAddress = (): string | null =>
  /[^\s<>"]+@[^\s<>"]+/.exec(services.settings.MAIL_FROM ?? '')?.[0] ?? null

/** Returns the brand's support link, or a `mailto:` link to `contactAddress`. */
export function supportLink(): string | null {
  const { support } = services.catalog.brand.links
  const address = contactAddress()
  return support ?? (address && `mailto:${address}`)
}
