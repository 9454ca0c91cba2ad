import { styleText } from 'node:util'
import type { DemoLogin } from './seed/accounts'
import type { Coordinates } from './stack/env'

/** What the terminal shows once everything runs: the addresses and the demo accounts. */
export function banner(
  at: Coordinates,
  accounts: DemoLogin[],
  { app, seconds }: { app: boolean; seconds: number },
): string {
  const addresses = [
    app ? ['App', at.appUrl] : ['App', `${at.appUrl} (not started; npm run dev starts it)`],
    ['Mailbox', at.mailbox.url],
    ['Stripe panel', `${at.stripe.url}/_panel`],
  ] as const

  return [
    '',
    `  ${bold('Tollgate')}  ready in ${seconds.toFixed(1)} s`,
    '',
    ...addresses.map(([name, url]) => `  ${dim(name.padEnd(13))} ${cyan(url)}`),
    '',
    ...table(
      ['Email', 'Password', 'Plan', ''],
      accounts.map(({ email, password, planName, note }) => [email, password, planName, note]),
    ),
    '',
    `  ${dim('Everything runs locally. No real accounts, cards, or emails. Press Ctrl-C to stop.')}`,
    '',
  ].join('\n')
}

function table(head: string[], rows: string[][]): string[] {
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  )
  const line = (row: string[]) =>
    `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd()
  return [dim(line(head)), ...rows.map(line)]
}

const colors = process.stdout.isTTY && !process.env.NO_COLOR
const bold = (text: string) => (colors ? styleText('bold', text) : text)
const dim = (text: string) => (colors ? styleText('dim', text) : text)
const cyan = (text: string) => (colors ? styleText('cyan', text) : text)
