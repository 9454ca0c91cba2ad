import { PDFDocument, type PDFFont, rgb, StandardFonts } from 'pdf-lib'

export interface Sheet {
  title: string
  /** Labels and values above the table. */
  facts: [string, string][]
  rows: { description: string; quantity: string; amount: string }[]
  totals: [string, string][]
  footer: string
  issuer: string
  /** The creation date in the file, so that a document always gives the same file. */
  date: Date
}

const WIDTH = 595
const HEIGHT = 842
const MARGIN = 56
const INK = rgb(0.1, 0.12, 0.18)
const FAINT = rgb(0.45, 0.48, 0.55)

/** Renders an invoice or a quote as a PDF in A4. */
export async function sheetPdf(sheet: Sheet): Promise<Uint8Array> {
  const pdf = await PDFDocument.create()
  pdf.setTitle(sheet.title)
  pdf.setProducer(sheet.issuer)
  pdf.setCreationDate(sheet.date)
  pdf.setModificationDate(sheet.date)
  const plain = await pdf.embedFont(StandardFonts.Helvetica)
  const bold = await pdf.embedFont(StandardFonts.HelveticaBold)
  let page = pdf.addPage([WIDTH, HEIGHT])
  let y = HEIGHT - MARGIN

  const write = (text: string, x: number, size: number, font: PDFFont, color = INK) => {
    page.drawText(printable(text, font), { x, y, size, font, color })
  }
  const writeRight = (text: string, right: number, size: number, font: PDFFont, color = INK) => {
    const shown = printable(text, font)
    const x = right - font.widthOfTextAtSize(shown, size)
    page.drawText(shown, { x, y, size, font, color })
  }
  const down = (by: number) => {
    y -= by
    if (y > MARGIN) return
    page = pdf.addPage([WIDTH, HEIGHT])
    y = HEIGHT - MARGIN
  }

  write(sheet.title, MARGIN, 22, bold)
  writeRight(sheet.issuer, WIDTH - MARGIN, 12, bold, FAINT)
  down(36)
  for (const [label, value] of sheet.facts) {
    write(label, MARGIN, 9, plain, FAINT)
    write(value, MARGIN + 120, 10, plain)
    down(16)
  }
  down(16)
  write('Description', MARGIN, 9, plain, FAINT)
  writeRight('Qty', WIDTH - MARGIN - 100, 9, plain, FAINT)
  writeRight('Amount', WIDTH - MARGIN, 9, plain, FAINT)
  down(18)
  for (const row of sheet.rows) {
    writeRight(row.quantity, WIDTH - MARGIN - 100, 10, plain)
    writeRight(row.amount, WIDTH - MARGIN, 10, plain)
    for (const line of wrapped(printable(row.description, plain), plain, 10, 300)) {
      write(line, MARGIN, 10, plain)
      down(15)
    }
    down(4)
  }
  down(10)
  for (const [label, value] of sheet.totals) {
    write(label, WIDTH - MARGIN - 220, 10, bold)
    writeRight(value, WIDTH - MARGIN, 10, bold)
    down(17)
  }
  down(20)
  write(sheet.footer, MARGIN, 9, plain, FAINT)
  return pdf.save()
}

/** Replaces letters that the built-in fonts don't have with a question mark. They would throw. */
function printable(text: string, font: PDFFont): string {
  const known = new Set(font.getCharacterSet())
  return [...text].map((letter) => (known.has(letter.codePointAt(0) ?? 0) ? letter : '?')).join('')
}

function wrapped(text: string, font: PDFFont, size: number, width: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line ? `${line} ${word}` : word
    if (line && font.widthOfTextAtSize(longer, size) > width) {
      lines.push(line)
      line = word
    } else line = longer
  }
  return [...lines, line]
}
