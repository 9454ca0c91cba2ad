import { isForStaff, type Message, type MessageKind } from '@/lib/billing/notices/messages'
import { composeMail } from './compose'
import type { MailContent, MailSite } from './content'
import { type CustomerKind, customerMails } from './customer-mails'
import type { Mail } from './mails'
import { staffMails } from './staff-mails'

type Rendered = Pick<Message, 'kind' | 'data'>

/** Renders a message as an email. The caller decides who gets it. */
export const render = (
  message: Rendered,
  { to, userId, now, ...site }: MailSite & { to: string; userId: string; now: Date },
): Promise<Mail> => composeMail(to, contentOf(message, userId, site, now), site)

function contentOf(
  { kind, data }: Rendered,
  userId: string,
  site: MailSite,
  now: Date,
): MailContent {
  if (isCustomerKind(kind)) return customerMails[kind](data, site, now)
  const content = staffMails[kind](data, userId)
  return {
    ...content,
    subject: `[${site.brand.name}] ${content.subject}`,
    heading: content.subject,
    reason: `This email goes to the staff of ${site.brand.name}, at the address in MAIL_FROM.`,
  }
}

const isCustomerKind = (kind: MessageKind): kind is CustomerKind => !isForStaff(kind)
