import type { Brand } from '@/lib/billing/catalog/brand'

/** Returns the From header: `MAIL_FROM`, with the brand's sender name unless it has a name already. */
export function senderOf(mailFrom: string, { name, mailSender = name }: Brand): string {
  if (mailFrom.includes('<')) return mailFrom
  return `${displayName(mailSender)} <${mailFrom}>`
}

/** Quotes a name for a header (RFC 5322), or encodes it if it isn't ASCII (RFC 2047). */
function displayName(name: string): string {
  const isAscii = /^[\x20-\x7e]*$/.test(name)
  if (!isAscii) return `=?utf-8?B?${Buffer.from(name).toString('base64')}?=`
  return /^[\w ]+$/.test(name) ? name : `"${name}"`
}
