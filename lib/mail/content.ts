import type { Brand } from '@/lib/billing/catalog/brand'

/** What one mail says. `layout.tsx` makes it HTML, `text.ts` plain text. */
export type MailContent = {
  subject: string
  heading: string
  paragraphs: string[]
  /** The facts in the box: what is owed, for what, until when. The first one is shown large. */
  facts?: { label: string; value: string }[]
  /** A code to type, shown large. */
  code?: string
  button?: { url: string; text: string }
  /** Why this person gets this mail: the last sentence. */
  reason: string
}

/** The site that a mail belongs to. */
export type MailSite = { brand: Brand; appUrl: string }

/** The links at the end of each mail. Pages of the app have the app's address before them. */
export const footerLinks = ({ brand: { links }, appUrl }: MailSite) =>
  [
    { text: 'Terms', url: links.terms },
    { text: 'Privacy', url: links.privacy },
    ...(links.support ? [{ text: 'Support', url: links.support }] : []),
  ].map(({ text, url }) => ({ text, url: new URL(url, appUrl).href }))
