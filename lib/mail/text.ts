import { footerLinks, type MailContent, type MailSite } from './content'

/** Renders a mail as plain text, for email clients that show no HTML. */
export const mailText = (
  { heading, paragraphs, facts = [], code, button, reason }: MailContent,
  site: MailSite,
): string =>
  [
    heading,
    ...(code ? [code] : []),
    ...paragraphs,
    ...(facts.length > 0 ? [facts.map(({ label, value }) => `${label}: ${value}`).join('\n')] : []),
    ...(button ? [`${button.text}: ${button.url}`] : []),
    [
      '--',
      site.brand.name,
      reason,
      ...footerLinks(site).map(({ text, url }) => `${text}: ${url}`),
    ].join('\n'),
  ].join('\n\n')
