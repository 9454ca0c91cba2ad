import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type Mailbox, startMailbox } from './mailbox'

let folder: string
let file: string
let mailbox: Mailbox

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-'))
  file = join(folder, 'mailbox.json')
  mailbox = await startMailbox({ file })
})
afterEach(async () => {
  await mailbox.close()
  rmSync(folder, { recursive: true })
})

it('lists what came for one person, newest first, whatever the case of the address', async () => {
  await send({ to: 'ada@example.com', subject: 'First', code: '123456' })
  await send({ to: 'bob@example.com', subject: 'Not hers' })
  await send({ to: 'Ada@Example.com', subject: 'Second' })

  const mails = await messages('ada@example.com')

  expect(mails.map((mail) => mail.subject)).toEqual(['Second', 'First'])
  expect(mails[1]).toMatchObject({ to: 'ada@example.com', code: '123456' })
})

it('keeps its mail across a restart, the last 500', async () => {
  for (let n = 1; n <= 501; n++) mailbox.receive({ to: 'ada@example.com', subject: `${n}` })
  await mailbox.close()

  mailbox = await startMailbox({ file })

  const mails = await messages()
  expect(mails).toHaveLength(500)
  expect(mails[0]?.subject).toBe('501')
  expect(mails.at(-1)?.subject).toBe('2')
})

it('shows the mails on a page, and lets none of them run a script in it', async () => {
  await send({ to: 'ada@example.com', subject: '<script>alert(1)</script>', code: '424242' })

  const page = await (await fetch(mailbox.url)).text()

  expect(page).toContain('<code>424242</code>')
  expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})

it('shows a mail as its reader sees it, with its text below, where no script runs', async () => {
  const html =
    '<!doctype html><html><head></head><body>Pay <a href="https://app.test">now</a></body>'
  await send({ to: 'ada@example.com', text: 'Pay: https://app.test', html })

  const page = await (await fetch(mailbox.url)).text()

  const [frame = ''] = /<iframe[^>]*>/.exec(page) ?? []
  expect(frame).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
  expect(frame).toContain('&lt;base target=&quot;_blank&quot;&gt;')
  expect(page.indexOf('<iframe')).toBeLessThan(page.indexOf('<a href="https://app.test">'))
})

it('has something to say when there is no mail', async () => {
  expect(await (await fetch(mailbox.url)).text()).toContain('No emails yet')
  expect(await (await fetch(`${mailbox.url}/?to=ada%40example.com`)).text()).toContain(
    'No emails to ada@example.com',
  )
})

it('answers 304 while nothing is new, so that the page can ask often', async () => {
  const first = await fetch(mailbox.url)
  const headers = { 'if-none-match': first.headers.get('etag') ?? '' }

  expect((await fetch(mailbox.url, { headers })).status).toBe(304)
  await send({ to: 'ada@example.com' })
  expect((await fetch(mailbox.url, { headers })).status).toBe(200)
})

it('refuses what is not a mail', async () => {
  expect((await send({ subject: 'To nobody' })).status).toBe(400)
  expect(await messages()).toEqual([])
})

it.each([
  ['a page of another site', { origin: 'https://evil.example' }, 403],
  ['a form, which a browser sends without asking', { 'content-type': 'text/plain' }, 415],
])('takes no mail from %s', async (_, headers, status) => {
  expect((await send({ to: 'ada@example.com' }, headers)).status).toBe(status)
  expect(await messages()).toEqual([])
})

it('shows nothing under a name that is not its own', async () => {
  const asked = get(`${mailbox.url}/messages`, { headers: { host: 'evil.example' } })

  const [answer] = await once(asked, 'response')

  expect(answer.statusCode).toBe(403)
  answer.resume()
})

const send = (mail: object, headers: Record<string, string> = {}) =>
  fetch(`${mailbox.url}/messages`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(mail),
  })

async function messages(to = ''): Promise<{ to: string; subject: string; code?: string }[]> {
  const answer = await fetch(`${mailbox.url}/messages?to=${encodeURIComponent(to)}`)
  return answer.json() as Promise<{ to: string; subject: string }[]>
}
