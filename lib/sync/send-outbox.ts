import { type AccessRules, decideAccess } from '@/lib/billing/access'
import { messagesFor } from '@/lib/billing/messages'
import type { Account, Accounts } from '@/lib/db/accounts'
import type { Outbox, OutboxEntry } from '@/lib/db/outbox'
import type { Settings } from '@/lib/env'
import { wordsOf } from '@/lib/errors'
import type { Log } from '@/lib/log'
import type { Mails } from '@/lib/mail/mails'
import { render } from '@/lib/mail/render'

export type OutboxServices = {
  accounts: Pick<Accounts, 'get'>
  outbox: Outbox
  mails: Mails | null
  rules: AccessRules
  settings: Pick<Settings, 'APP_URL' | 'MAIL_FROM'>
  log: Log
  now: () => Date
  wallClock: () => Date
}

export type OutboxReport = { sent: number; dropped: number; failed: number }

/** How many messages one run takes on: some ten seconds' work. */
const batch = 50

/** From this many attempts on, somebody should look. */
export const stuckAfter = 5

const minute = 60_000
const waits = [1, 5, 15, 60, 240].map((minutes) => minutes * minute)
const longestWait = 1_440 * minute

/** How long to leave a message alone once it has been tried `attempts` times. */
const waitAfter = (attempts: number) => waits[attempts - 1] ?? longestWait

/**
 * Sends what is due. A message is taken before it is sent, by moving its next attempt: two senders
 * at once send it once, and one that dies leaves it to the next. So it is sent at least once; twice
 * only if a sender dies between the mail's leaving and the note of it, since no mail service takes
 * an idempotency key. It keeps being tried, once a day in the end, until it is sent or isn't true any more.
 */
export async function sendOutbox(services: OutboxServices, limit = batch): Promise<OutboxReport> {
  const report: OutboxReport = { sent: 0, dropped: 0, failed: 0 }
  const { mails, outbox } = services
  // Nothing can be sent: the messages wait, untried, where staff can see them.
  if (!mails) return report
  for (const entry of await outbox.due(services.wallClock(), limit)) {
    const attempts = entry.attempts + 1
    const nextAt = new Date(services.wallClock().getTime() + waitAfter(attempts))
    try {
      if (!(await outbox.take(entry, nextAt))) continue
      report[await deliver(services, mails, entry)]++
    } catch (error) {
      report.failed++
      await noteFailure(services, entry, attempts, error)
    }
  }
  return report
}

async function deliver(
  services: OutboxServices,
  mails: Mails,
  entry: OutboxEntry,
): Promise<'sent' | 'dropped'> {
  const { outbox, settings } = services
  const account = await services.accounts.get(entry.userId)
  const to = readerOf(entry, account, settings.MAIL_FROM)
  const why = !isTrueStill(services, entry, account)
    ? 'Not true any more.'
    : to === null
      ? 'There is no address to send it to.'
      : null
  if (to === null || why) {
    await outbox.dropped(entry.key, why ?? '')
    return 'dropped'
  }

  if (entry.kind === 'two_subscriptions') {
    services.log.warn(
      { userId: entry.userId, ...entry.data },
      'Somebody pays for two subscriptions',
    )
  }
  await mails.send(
    render(entry, { to, userId: entry.userId, appUrl: settings.APP_URL, now: services.now() }),
  )
  await outbox.sent(entry.key)
  return 'sent'
}

/** The person, or our own staff. */
const readerOf = (
  { kind }: OutboxEntry,
  account: Account | null,
  staff: string | undefined,
): string | null => (kind === 'payment_failed' ? account?.email : staff) ?? null

/** A message that waited may have been overtaken: nobody wants to hear that a paid bill is unpaid. */
function isTrueStill(
  { rules, now }: OutboxServices,
  { key }: OutboxEntry,
  account: Account | null,
): boolean {
  if (!account) return false
  const access = decideAccess(account.facts, rules, now())
  return messagesFor({ facts: account.facts, access }).some((message) => message.key === key)
}

/** One message's failure doesn't stop the others. */
async function noteFailure(
  { outbox, log }: OutboxServices,
  { key, kind, userId }: OutboxEntry,
  attempts: number,
  error: unknown,
): Promise<void> {
  const fields = { err: error, key, kind, userId, attempts }
  if (attempts >= stuckAfter) log.error(fields, 'A message is stuck in the outbox')
  else log.warn(fields, 'A message could not be sent yet')
  try {
    await outbox.failed(key, wordsOf(error))
  } catch (unwritten) {
    log.error({ err: unwritten, key }, 'The outbox could not be written')
  }
}
