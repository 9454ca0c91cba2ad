import { services } from '@/lib/services'

/** The address that our emails come from: staff read the replies. `null` if none is set. */
export const contactAddress = (): string | null =>
  /[^\s<>"]+@[^\s<>"]+/.exec(services.settings.MAIL_FROM ?? '')?.[0] ?? null

/** Where customers ask for help: the brand's link, else a mail to the address above. */
export function supportLink(): string | null {
  const { support } = services.catalog.brand.links
  const address = contactAddress()
  return support ?? (address && `mailto:${address}`)
}
