import type { Brand } from '@/lib/billing/catalog/brand'

/** A line of the box of facts: what is owed, for what, or until when. */
export type MailFact = { label: string; value: string }

/** The content of one mail. `layout.tsx` renders it as HTML, `text.ts` as plain text. */
export type MailContent = {
  subject: string
  heading: string
  paragraphs: string[]
  facts?: MailFact[]
  /** A code to type, shown large. */
  code?: string
  button?: { url: string; text: string }
  /** Why this person gets this mail: the last sentence. */
  reason: string
}

/** The site that a mail belongs to. */
export type MailSite = { brand: Brand; appUrl: string }

/** The links at the end of each mail. A path becomes a URL of the app. */
export const footerLinks = ({ brand: { links }, appUrl }: MailSite) =>
  [
    { text: 'Terms', url: links.terms },
    { text: 'Privacy', url: links.privacy },
    ...(links.support ? [{ text: 'Support', url: links.support }] : []),
  ].map(({ text, url }) => ({ text, url: new URL(url, appUrl).href }))
