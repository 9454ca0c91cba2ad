import type { MailContent, MailSite } from './content'
import { MailLayout } from './layout'
import type { Mail } from './mails'
import { mailText } from './text'

/** Renders a mail's content as HTML and as plain text. React escapes all data in the HTML. */
export async function composeMail(to: string, content: MailContent, site: MailSite): Promise<Mail> {
  // Next refuses a static import of react-dom/server in code that server components import.
  const { renderToStaticMarkup } = await import('react-dom/server')
  const html = renderToStaticMarkup(<MailLayout content={content} site={site} />)
  return {
    to,
    // A line break would end the header.
    subject: content.subject.replace(/\s+/g, ' '),
    text: mailText(content, site),
    html: `<!doctype html>${html}`,
  }
}
