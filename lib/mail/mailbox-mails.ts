import type { Mails } from './mails'

/** Sends mails to the local stack's mailbox, which shows them on a page. */
export const mailboxMails = (
  { url, from }: { url: string; from: string },
  request: typeof fetch = fetch,
): Mails => ({
  async send(mail, signal = AbortSignal.timeout(5_000)) {
    const answer = await request(new URL('/messages', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ from, ...mail }),
      signal,
    })
    if (!answer.ok) throw new Error(`The mailbox answered ${answer.status}`)
  },
})
