import type { Mail, Mails } from './mails'

export type MemoryMails = Mails & { sent: Mail[] }

export function memoryMails(): MemoryMails {
  const sent: Mail[] = []
  return {
    sent,
    async send(mail) {
      sent.push({ ...mail })
    },
  }
}
