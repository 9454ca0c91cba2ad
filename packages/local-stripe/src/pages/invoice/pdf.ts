import { PDFDocument, type PDFFont, type PDFPage, rgb, StandardFonts } from 'pdf-lib'
import type Stripe from 'stripe'
import { longDate, shortDate } from '../dates'
import { money } from '../money'
import { sums } from './sums'

const A4: [number, number] = [595, 842]
const MARGIN = 56
const LEADING = 18
const ink = rgb(0.1, 0.11, 0.18)
const muted = rgb(0.36, 0.38, 0.46)

/** Renders the invoice as a PDF. Every page says that no real money is involved. */
export async function invoicePdf(invoice: Stripe.Invoice, from: string): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  pdf.setTitle(`Invoice ${invoice.number ?? ''}`)
  // Fixed dates, so that an invoice always gives the same file.
  const issued = invoice.effective_at ?? invoice.created
  pdf.setCreationDate(new Date(issued * 1000))
  pdf.setModificationDate(new Date(issued * 1000))

  const fonts = {
    plain: await pdf.embedFont(StandardFonts.Helvetica),
    bold: await pdf.embedFont(StandardFonts.HelveticaBold),
  }
  const paper = new Paper(pdf, fonts)

  paper.line(from, { font: 'bold', size: 11, color: muted })
  paper.line(`Invoice ${invoice.number ?? '(draft)'}`, { font: 'bold', size: 22, after: 14 })
  const to = [invoice.customer_name, invoice.customer_email].filter(Boolean).join(', ')
  if (to) paper.line(`Billed to ${to}`)
  paper.line(`Issued ${longDate(issued)}`)
  if (invoice.due_date) paper.line(`Due ${longDate(invoice.due_date)}`)
  for (const { name, value } of invoice.custom_fields ?? []) paper.line(`${name}: ${value}`)
  paper.rule()

  for (const line of invoice.lines.data) {
    paper.line(line.description ?? '', { right: money(line.amount, invoice.currency) })
    const period = `${shortDate(line.period.start)} - ${shortDate(line.period.end)}`
    paper.line(period, { size: 9, color: muted, after: 6 })
  }
  paper.rule()
  for (const [name, amount] of sums(invoice)) {
    const font = name === 'Amount due' ? 'bold' : 'plain'
    paper.line(name, { font, right: money(amount, invoice.currency) })
  }
  return pdf.save()
}

interface Style {
  font?: 'plain' | 'bold'
  size?: number
  color?: ReturnType<typeof rgb>
  /** Text at the right end of the line. */
  right?: string
  /** Space below. */
  after?: number
}

/** Writes lines from top to bottom, and starts new pages. */
class Paper {
  #page: PDFPage
  #y = 0

  constructor(
    readonly pdf: PDFDocument,
    readonly fonts: Record<'plain' | 'bold', PDFFont>,
  ) {
    this.#page = this.#turn()
  }

  line(text: string, { font = 'plain', size = 11, color = ink, right, after = 0 }: Style = {}) {
    if (this.#y < MARGIN + LEADING) this.#page = this.#turn()
    const face = this.fonts[font]
    const y = this.#y - size
    const room = A4[0] - 2 * MARGIN - (right ? 110 : 0)
    this.#page.drawText(clip(text, face, size, room), { x: MARGIN, y, size, font: face, color })
    if (right) {
      const shown = encodable(right, face)
      const x = A4[0] - MARGIN - face.widthOfTextAtSize(shown, size)
      this.#page.drawText(shown, { x, y, size, font: face, color })
    }
    this.#y -= Math.max(LEADING, size * 1.4) + after
  }

  rule() {
    this.#y -= 6
    const line = { y: this.#y }
    this.#page.drawLine({
      start: { x: MARGIN, ...line },
      end: { x: A4[0] - MARGIN, ...line },
      thickness: 0.5,
      color: muted,
    })
    this.#y -= 14
  }

  #turn(): PDFPage {
    const page = this.pdf.addPage(A4)
    this.#y = A4[1] - MARGIN
    page.drawText('Local Stripe: no real payments', {
      x: MARGIN,
      y: MARGIN / 2,
      size: 8,
      font: this.fonts.plain,
      color: muted,
    })
    return page
  }
}

/** Shortens the text to one line. */
function clip(text: string, font: PDFFont, size: number, width: number): string {
  let shown = encodable(text, font)
  if (font.widthOfTextAtSize(shown, size) <= width) return shown
  while (shown && font.widthOfTextAtSize(`${shown}...`, size) > width) shown = shown.slice(0, -1)
  return `${shown}...`
}

/** Replaces letters that the built-in fonts don't have. They would throw. */
function encodable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet())
  return [...text.replaceAll('\u00a0', ' ')]
    .map((letter) => (known.has(letter.codePointAt(0) ?? 0) ? letter : '?'))
    .join('')
}
