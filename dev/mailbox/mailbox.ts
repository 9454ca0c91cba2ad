import { Hono } from 'hono'
import { etag } from 'hono/etag'
import { listen } from '../listen'
import { isForeignRequest } from '../origin-guard'
import { NewMail, openMails, type StoredMail } from './mails'
import { page } from './page'

export type Mailbox = { url: string; receive(mail: NewMail): StoredMail; close(): Promise<void> }

/**
 * Receives every mail of the local stack: a page shows them, `GET /messages?to=` returns them as an
 * array (newest first), and `POST /messages` adds one.
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
    // Codes are secrets here too: no page of another site may read them, or add a mail that looks
    // like ours.
    .use(async (context, next) => {
      if (isForeignRequest(context.req.raw)) return context.text('Not from another site.', 403)
      await next()
    })
    .get('/', (context) => {
      const to = context.req.query('to')?.trim() ?? ''
      return context.html(page(mails.list(to), to))
    })
    .get('/messages', (context) => context.json(mails.list(context.req.query('to'))))
    .post('/messages', async (context) => {
      // A browser sends other content types without a preflight request.
      if (!/^application\/json\b/i.test(context.req.header('content-type') ?? '')) {
        return context.json({ error: 'Mails are sent as application/json.' }, 415)
      }
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
