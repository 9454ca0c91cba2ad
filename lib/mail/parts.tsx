import type { ReactNode } from 'react'
import type { MailFact } from './content'
import { font, mono, type Palette } from './styles'

/** A table that only places its content, over the whole width. */
export const LayoutTable = ({
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

/** The name with its first letter on the brand's color. Many email clients show no SVG logo. */
export const BrandLine = ({ name, colors }: { name: string; colors: Palette }) => (
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

/** A code to type, shown large. */
export const Code = ({ code, colors }: { code: string; colors: Palette }) => (
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

/** A box of facts. The first one is shown large. */
export function FactBox({ facts, colors }: { facts: readonly MailFact[]; colors: Palette }) {
  const label = { padding: '6px 0', color: colors.ink, font: `400 15px/1.4 ${font}` }
  const value = { ...label, fontWeight: 600, textAlign: 'right' as const, paddingLeft: '16px' }
  return (
    <LayoutTable className="box" style={boxStyle(colors)}>
      <td style={{ padding: '14px 20px' }}>
        <table width="100%" cellPadding={0} cellSpacing={0}>
          <tbody>
            {facts.map((fact, index) => (
              <tr key={fact.label}>
                <th scope="row" align="left" className="ink" style={label}>
                  {fact.label}
                </th>
                <td className="ink" style={index === 0 ? { ...value, ...largeStyle } : value}>
                  {fact.value}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </td>
    </LayoutTable>
  )
}

const boxStyle = ({ tint }: Palette) => ({
  marginTop: '20px',
  background: tint,
  borderRadius: '8px',
})
const largeStyle = { fontSize: '22px', fontWeight: 700 }

/** The mail's one button. */
export const MailButton = ({
  url,
  text,
  colors,
}: {
  url: string
  text: string
  colors: Palette
}) => (
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
