import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startMailbox } from '@/dev/mailbox/mailbox'
import { mailboxMails } from './mailbox-mails'
import type { Mail, Mails } from './mails'
import { memoryMails } from './memory-mails'
import { sesClient, sesMails } from './ses-mails'

type Post = {
  mails: Mails
  /** The mails that arrived, oldest first. */
  arrived(): Promise<Mail[]>
  close(): Promise<void>
}

const from = 'Tollgate <hello@example.com>'

describe.each<[string, () => Promise<Post>]>([
  ['memory', openMemory],
  ['mailbox', openMailbox],
  ['ses', openSes],
])('%s mails', (_, open) => {
  let post: Post
  beforeEach(async () => {
    post = await open()
  })
  afterEach(() => post.close())

  it('arrive as they were written, once each and in order', async () => {
    const first = mail({ subject: 'Ihre Zahlung schlug fehl 🦊', text: 'Zeile 1\nZeile 2' })
    const second = mail({ to: 'Ada <ada@example.com>', html: '<p>“1 &lt; 2”</p>' })

    await post.mails.send(first)
    await post.mails.send(second)

    expect(await post.arrived()).toEqual([first, second])
  })
})

describe.each<[string, () => Promise<Post & { break(): void }>]>([
  ['mailbox', openMailbox],
  ['ses', openSes],
])('%s mails', (_, open) => {
  it('do not count as sent when they were refused', async () => {
    const post = await open()
    post.break()

    await expect(post.mails.send(mail())).rejects.toThrow()

    await post.close()
  })

  it('do not count as sent when the backend does not answer', async () => {
    const post = await open()
    await post.close()

    await expect(post.mails.send(mail())).rejects.toThrow()
  })
})

const mail = (changes: Partial<Mail> = {}): Mail => ({
  to: 'ada@example.com',
  subject: 'Your payment failed',
  text: 'It did.',
  html: '<p>It did.</p>',
  ...changes,
})

async function openMemory(): Promise<Post> {
  const mails = memoryMails()
  return { mails, arrived: async () => mails.sent, close: async () => {} }
}

async function openMailbox(): Promise<Post & { break(): void }> {
  const mailbox = await startMailbox()
  let broken = false
  return {
    mails: mailboxMails({ url: mailbox.url, from }, (input, init) =>
      fetch(input, broken ? { ...init, body: '{}' } : init),
    ),
    async arrived() {
      const answer = await fetch(`${mailbox.url}/messages`)
      const messages = z.array(Received).parse(await answer.json())
      expect(messages.map((message) => message.from)).toEqual(messages.map(() => from))
      return messages.reverse().map(({ from: _, ...arrived }) => arrived)
    },
    break() {
      broken = true
    },
    close: mailbox.close,
  }
}

const Received = z.object({
  from: z.string(),
  to: z.string(),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
})

/** The real SDK with a fake SES server, which accepts what SES accepts. */
async function openSes(): Promise<Post & { break(): void }> {
  const arrived: Mail[] = []
  let broken = false
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    response.setHeader('content-type', 'application/json')
    if (broken || request.url !== '/v2/email/outbound-emails') {
      response.writeHead(400, { 'x-amzn-errortype': 'MessageRejected' })
      response.end(JSON.stringify({ message: 'Email address is not verified.' }))
      return
    }
    const { FromEmailAddress, Destination, Content } = SentEmail.parse(JSON.parse(body))
    expect(FromEmailAddress).toBe(from)
    const { Subject, Body } = Content.Simple
    arrived.push({
      to: Destination.ToAddresses[0],
      subject: Subject.Data,
      text: Body.Text.Data,
      html: Body.Html.Data,
    })
    response.end(JSON.stringify({ MessageId: 'message-1' }))
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  const client = sesClient({ region: 'us-east-1', endpoint: `http://127.0.0.1:${port}` })
  return {
    mails: sesMails(client, from),
    arrived: async () => arrived,
    break() {
      broken = true
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => {
        server.close(resolve)
      })
    },
  }
}

const Utf8 = z.object({ Data: z.string(), Charset: z.literal('UTF-8') })
const SentEmail = z.object({
  FromEmailAddress: z.string(),
  Destination: z.object({ ToAddresses: z.tuple([z.string()]) }),
  Content: z.object({
    Simple: z.object({ Subject: Utf8, Body: z.object({ Text: Utf8, Html: Utf8 }) }),
  }),
})
