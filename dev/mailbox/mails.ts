import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { readIfExists, writeAtomically } from '../atomic-write'

export const NewMail = z.object({
  to: z.string().min(3),
  from: z.string().default('no-reply@localhost'),
  subject: z.string().default(''),
  text: z.string().default(''),
  html: z.string().optional(),
  /** A confirmation code in the text, shown large. */
  code: z.string().optional(),
})
export type NewMail = z.input<typeof NewMail>

export type StoredMail = z.output<typeof NewMail> & { id: string; sentAt: string }

const keep = 500

/** The last 500 mails, newest first. They are kept in `file`, if one is given. */
export function openMails(file?: string) {
  let mails: StoredMail[] = JSON.parse((file && readIfExists(file)) || '[]')

  return {
    add(mail: NewMail): StoredMail {
      const added = { ...NewMail.parse(mail), id: randomUUID(), sentAt: new Date().toISOString() }
      mails = [added, ...mails].slice(0, keep)
      if (file) writeAtomically(file, JSON.stringify(mails, null, 2))
      return added
    },
    /** Mails to an address, in any case; all of them without one. */
    list(to = ''): StoredMail[] {
      const wanted = to.trim().toLowerCase()
      return wanted ? mails.filter((mail) => mail.to.toLowerCase() === wanted) : mails
    },
  }
}
