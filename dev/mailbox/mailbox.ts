import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { listen } from '../listen'
import { type Mail, NewMail, openMails } from './mails'
import { page } from './page'

export type Mailbox = { url: string; receive(mail: NewMail): Mail; close(): Promise<void> }

/**
 * Where every mail of the local stack ends up: a page for people, `GET /messages?to=` (an array, newest
 * first) for tests, and `POST /messages` for whoever sends.
 */
export async function startMailbox({
  port = 0,
  file,
}: {
  port?: number
  file?: string
} = {}): Promise<Mailbox> {
  const mails = openMails(file)
  const app = new Hono()
    .use(etag())
    .get('/', (context) => {
      const to = context.req.query('to')?.trim() ?? ''
      return context.html(page(mails.list(to), to))
    })
    .get('/messages', (context) => context.json(mails.list(context.req.query('to'))))
    .post('/messages', async (context) => {
      const mail = NewMail.safeParse(await context.req.json().catch(() => null))
      if (!mail.success) return context.json({ error: mail.error.issues }, 400)
      return context.json(mails.add(mail.data), 201)
    })

  const server = await listen(app.fetch, port)
  return {
    url: `http://localhost:${server.port}`,
    receive: mails.add,
    close: server.close,
  }
}
