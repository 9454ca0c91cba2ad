import { SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2'
import { requestsWithin } from '@/lib/aws-requests'
import type { Mails } from './mails'

/**
 * Sends mails through Amazon SES. SES has no idempotency keys: a sender that crashes after SES
 * accepted a mail sends it again. Credentials come from the environment, as the AWS SDK reads it.
 */
export const sesMails = (client: SESv2Client, from: string): Mails => ({
  async send({ to, subject, text, html }, signal) {
    await client.send(
      new SendEmailCommand({
        FromEmailAddress: from,
        Destination: { ToAddresses: [to] },
        Content: {
          Simple: {
            Subject: utf8(subject),
            Body: { Text: utf8(text), Html: utf8(html) },
          },
        },
      }),
      { ...(signal && { abortSignal: signal }) },
    )
  },
})

export const sesClient = ({
  timeoutMs = 10_000,
  ...where
}: {
  region: string
  endpoint?: string
  /** Timeout of one attempt. Only the sweeper waits for it. */
  timeoutMs?: number
}) => new SESv2Client({ ...where, requestHandler: requestsWithin(timeoutMs) })

const utf8 = (Data: string) => ({ Data, Charset: 'UTF-8' })
