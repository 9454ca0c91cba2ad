import type { Brand } from '@/lib/billing/catalog/brand'

/**
 * The From header: `MAIL_FROM` as it is if it has a name already, else the brand's sender before
 * its address.
 */
export function senderOf(mailFrom: string, { name, mailSender = name }: Brand): string {
  if (mailFrom.includes('<')) return mailFrom
  return `${displayName(mailSender)} <${mailFrom}>`
}

/** Quoted for a header (RFC 5322), or encoded if it has other letters than English (RFC 2047). */
function displayName(name: string): string {
  const isAscii = /^[\x20-\x7e]*$/.test(name)
  if (!isAscii) return `=?utf-8?B?${Buffer.from(name).toString('base64')}?=`
  return /^[\w ]+$/.test(name) ? name : `"${name}"`
}
