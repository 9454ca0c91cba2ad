import { footerLinks, type MailContent, type MailSite } from './content'
import { BrandLine, Code, FactBox, LayoutTable, MailButton } from './parts'
import { font, mailCss, type Palette, paletteOf } from './styles'

/**
 * The layout of every mail: brand, heading, code, text, facts, button, and why it was sent. It uses
 * tables and inline styles, because many email clients support nothing newer.
 */
export function MailLayout({ content, site }: { content: MailContent; site: MailSite }) {
  const { brand } = site
  const colors = paletteOf(brand, 'light')
  const { heading, paragraphs, facts, code, button, reason } = content
  return (
    <html lang="en" dir="ltr">
      {/* biome-ignore lint/style/noHeadElement: This is a mail, not a page of Next. */}
      <head>
        <meta httpEquiv="Content-Type" content="text/html; charset=utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="supported-color-schemes" content="light dark" />
        <title>{content.subject}</title>
        <style>{mailCss(brand)}</style>
      </head>
      <body className="page" style={{ margin: 0, padding: 0, background: colors.paper }}>
        <Preview text={paragraphs[0] ?? heading} />
        <LayoutTable className="page" style={{ background: colors.paper }}>
          <td className="outer" align="center" style={{ padding: '32px 16px' }}>
            <LayoutTable className="inner" style={cardStyle(colors)}>
              <td className="inner" style={{ padding: '32px', fontFamily: font }}>
                <BrandLine name={brand.name} colors={colors} />
                <h1 className="ink" style={{ ...headingStyle, color: colors.ink }}>
                  {heading}
                </h1>
                {code && <Code code={code} colors={colors} />}
                {paragraphs.map((paragraph) => (
                  <p key={paragraph} className="ink" style={{ ...textStyle, color: colors.ink }}>
                    {paragraph}
                  </p>
                ))}
                {facts && facts.length > 0 && <FactBox facts={facts} colors={colors} />}
                {button && <MailButton {...button} colors={colors} />}
                <Footer reason={reason} site={site} colors={colors} />
              </td>
            </LayoutTable>
          </td>
        </LayoutTable>
      </body>
    </html>
  )
}

const cardStyle = ({ card, line }: Palette) => ({
  maxWidth: '560px',
  background: card,
  border: `1px solid ${line}`,
  borderRadius: '12px',
})
const headingStyle = { margin: '24px 0 0', font: `700 24px/1.25 ${font}`, letterSpacing: '-0.02em' }
const textStyle = { margin: '16px 0 0', font: `400 16px/1.55 ${font}` }

/** The preview that an inbox shows after the subject. The blanks keep later text out of it. */
const Preview = ({ text }: { text: string }) => (
  <div style={{ display: 'none', overflow: 'hidden', maxHeight: 0, opacity: 0 }}>
    {text.slice(0, 140)}
    {'\u200c\u00a0'.repeat(60)}
  </div>
)

function Footer({ reason, site, colors }: { reason: string; site: MailSite; colors: Palette }) {
  const small = { font: `400 13px/1.5 ${font}`, color: colors.muted }
  return (
    <div style={{ marginTop: '32px' }}>
      <p className="muted" style={{ ...small, margin: 0 }}>
        {reason}
      </p>
      <p className="muted" style={{ ...small, margin: '8px 0 0' }}>
        {site.brand.name}
        {footerLinks(site).map(({ text, url }) => (
          <span key={text}>
            {' · '}
            <a href={url} className="muted" style={{ color: colors.muted }}>
              {text}
            </a>
          </span>
        ))}
      </p>
    </div>
  )
}
