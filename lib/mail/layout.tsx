import type { ReactNode } from 'react'
import { footerLinks, type MailContent, type MailSite } from './content'
import { font, mailCss, mono, type Palette, paletteOf } from './styles'

/**
 * The one layout of all mails: name, heading, code or facts, text, button, and why it was sent. Made
 * of tables and inline styles, as mail programs want it.
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
        <Table className="page" style={{ background: colors.paper }}>
          <td className="outer" align="center" style={{ padding: '32px 16px' }}>
            <Table className="inner" style={cardStyle(colors)}>
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
                {facts && facts.length > 0 && <Facts facts={facts} colors={colors} />}
                {button && <Button {...button} colors={colors} />}
                <Footer reason={reason} site={site} colors={colors} />
              </td>
            </Table>
          </td>
        </Table>
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

const Table = ({
  children,
  className,
  style,
}: {
  children: ReactNode
  className?: string
  style?: object
}) => (
  <table
    role="presentation"
    width="100%"
    cellPadding={0}
    cellSpacing={0}
    className={className}
    style={style}
  >
    <tbody>
      <tr>{children}</tr>
    </tbody>
  </table>
)

/** What an inbox shows after the subject. The blanks keep the text that follows out of it. */
const Preview = ({ text }: { text: string }) => (
  <div style={{ display: 'none', overflow: 'hidden', maxHeight: 0, opacity: 0 }}>
    {text.slice(0, 140)}
    {'\u200c\u00a0'.repeat(60)}
  </div>
)

/** The name with its first letter on the brand's color. Many mail programs show no SVG logo. */
const BrandLine = ({ name, colors }: { name: string; colors: Palette }) => (
  <table role="presentation" cellPadding={0} cellSpacing={0}>
    <tbody>
      <tr>
        <td
          className="primary"
          width={32}
          height={32}
          align="center"
          aria-hidden="true"
          style={{
            background: colors.primary,
            color: colors.onPrimary,
            borderRadius: '7px',
            font: `700 18px/32px ${font}`,
          }}
        >
          {[...name.replace(/^The /, '')][0]?.toUpperCase()}
        </td>
        <td
          className="ink"
          style={{ paddingLeft: '10px', color: colors.ink, font: `700 18px/32px ${font}` }}
        >
          {name}
        </td>
      </tr>
    </tbody>
  </table>
)

const Code = ({ code, colors }: { code: string; colors: Palette }) => (
  <p
    className="box tint"
    style={{
      margin: '20px 0 0',
      padding: '16px',
      borderRadius: '8px',
      background: colors.tint,
      color: colors.primary,
      font: `700 32px/1.2 ${mono}`,
      letterSpacing: '0.15em',
      textAlign: 'center',
    }}
  >
    {code}
  </p>
)

/** A box of facts, the first of them large: what is owed, for what, until when. */
function Facts({ facts, colors }: { facts: { label: string; value: string }[]; colors: Palette }) {
  const label = { padding: '6px 0', color: colors.ink, font: `400 15px/1.4 ${font}` }
  const value = { ...label, fontWeight: 600, textAlign: 'right' as const, paddingLeft: '16px' }
  return (
    <Table className="box" style={boxStyle(colors)}>
      <td style={{ padding: '14px 20px' }}>
        <table width="100%" cellPadding={0} cellSpacing={0}>
          <tbody>
            {facts.map((fact, at) => (
              <tr key={fact.label}>
                <th scope="row" align="left" className="ink" style={label}>
                  {fact.label}
                </th>
                <td className="ink" style={at === 0 ? { ...value, ...largeStyle } : value}>
                  {fact.value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </td>
    </Table>
  )
}

const boxStyle = ({ tint }: Palette) => ({
  marginTop: '20px',
  background: tint,
  borderRadius: '8px',
})
const largeStyle = { fontSize: '22px', fontWeight: 700 }

const Button = ({ url, text, colors }: { url: string; text: string; colors: Palette }) => (
  <p style={{ margin: '28px 0 0' }}>
    <a
      href={url}
      className="primary wide"
      style={{
        display: 'inline-block',
        padding: '13px 24px',
        borderRadius: '8px',
        background: colors.primary,
        color: colors.onPrimary,
        font: `600 16px/1.25 ${font}`,
        textDecoration: 'none',
      }}
    >
      {text}
    </a>
  </p>
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
