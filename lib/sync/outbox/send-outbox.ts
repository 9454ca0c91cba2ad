import type { AccessRules } from '@/lib/billing/access/status'
import { isForStaff, isTrueStill } from '@/lib/billing/notices/messages'
import type { Account, Accounts } from '@/lib/db/accounts/accounts'
import type { Outbox, OutboxEntry, UnreadableMessage } from '@/lib/db/outbox/outbox'
import type { Settings } from '@/lib/env'
import { describeError } from '@/lib/errors'
import type { Log } from '@/lib/log'
import type { Mails } from '@/lib/mail/mails'
import { render } from '@/lib/mail/render'
import { realTime, type Timing } from '@/lib/sync/reconcile/rate-limit'

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

/** `left`: due, and the time was up before it was their turn. */
export type OutboxReport = { sent: number; dropped: number; failed: number; left: number }

export type OutboxOptions = {
  /** How many messages one run takes on. */
  limit?: number
  /** No message is begun at this moment or later: the next run comes in a minute. */
  until?: Date
  /** How long a mail may take to leave. */
  patienceMs?: number
  wait?: Timing['wait']
}

/** Some ten seconds' work, and how long it may take when the mail service is slow. */
const batch = 50
const budgetMs = 20_000
const mailPatienceMs = 10_000

/** From this many attempts on, somebody should look. */
export const stuckAfter = 5

const minute = 60_000
const waits = [1, 5, 15, 60, 240].map((minutes) => minutes * minute)
const longestWait = 1_440 * minute

/** How long to leave a message alone once it has been tried `attempts` times. */
const waitAfter = (attempts: number) => waits[attempts - 1] ?? longestWait

/** How long one that can't be read stands back: until then a version that can may be running. */
const unreadableWait = 60 * minute

/** How often, and after what waits, to note once more that a mail has left. */
const noteWaitsMs = [100, 500, 2_000]

/**
 * Sends what is due. A message is taken before it is sent, by moving its next attempt: two senders
 * at once send it once, and one that dies leaves it to the next. So it is sent at least once; twice
 * only if a sender dies, or the table fails for seconds, between the mail's leaving and the note of
 * it, since no mail service takes an idempotency key. It keeps being tried, once a day in the end,
 * until it is sent or isn't true any more.
 */
export async function sendOutbox(
  services: OutboxServices,
  options: OutboxOptions = {},
): Promise<OutboxReport> {
  const report: OutboxReport = { sent: 0, dropped: 0, failed: 0, left: 0 }
  const { mails, outbox, wallClock } = services
  // Nothing can be sent: the messages wait, untried, where staff can see them.
  if (!mails) return report
  const { limit = batch, until = new Date(wallClock().getTime() + budgetMs) } = options
  for (const entry of await outbox.due(wallClock(), limit)) {
    if (wallClock() >= until) {
      report.left++
      continue
    }
    if ('unreadable' in entry) {
      report.failed++
      await standBack(services, entry)
      continue
    }
    const attempts = entry.attempts + 1
    const nextAt = new Date(wallClock().getTime() + waitAfter(attempts))
    try {
      if (!(await outbox.take(entry, nextAt))) continue
      report[await deliver(services, mails, entry, options)]++
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
  { patienceMs = mailPatienceMs, wait = realTime.wait }: OutboxOptions,
): Promise<'sent' | 'dropped'> {
  const { outbox, settings } = services
  const account = await services.accounts.get(entry.userId)
  const to = readerOf(entry, account, settings.MAIL_FROM)
  const { rules, now } = services
  const why = !isTrueStill(entry, account?.facts ?? null, rules, now())
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
  const mail = render(entry, {
    to,
    userId: entry.userId,
    appUrl: settings.APP_URL,
    now: services.now(),
  })
  await within(patienceMs, (signal) => mails.send(mail, signal))
  await noteSent(services, entry, wait)
  return 'sent'
}

/** Rejects when the time is up, whether or not the mail service heeds the signal. */
async function within(ms: number, send: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const signal = AbortSignal.timeout(ms)
  await new Promise<void>((resolve, reject) => {
    signal.addEventListener('abort', () =>
      reject(new Error(`The mail service did not answer within ${ms / 1_000} s`)),
    )
    send(signal).then(resolve, reject)
  })
}

/**
 * The mail has left, and nothing takes it back: that the table can't be told is no failure of the
 * message. It is told again, since a message that looks unsent is sent once more.
 */
async function noteSent(
  { outbox, log }: OutboxServices,
  { key, kind, userId }: OutboxEntry,
  wait: Timing['wait'],
): Promise<void> {
  for (const ms of [...noteWaitsMs, null]) {
    try {
      await outbox.sent(key)
      return
    } catch (error) {
      if (ms === null) log.error({ err: error, key, kind, userId }, 'A mail left, and may again')
      else await wait(ms)
    }
  }
}

async function standBack(
  { outbox, log, wallClock }: OutboxServices,
  { key, unreadable }: UnreadableMessage,
): Promise<void> {
  log.error({ key, why: unreadable }, 'A message is stuck in the outbox: it can not be read')
  try {
    await outbox.deferUnread(key, new Date(wallClock().getTime() + unreadableWait))
  } catch (error) {
    log.error({ err: error, key }, 'The outbox could not be written')
  }
}

/** The person, or our own staff. */
const readerOf = (
  { kind }: OutboxEntry,
  account: Account | null,
  staff: string | undefined,
): string | null => (isForStaff(kind) ? staff : account?.email) ?? null

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
    await outbox.failed(key, describeError(error))
  } catch (unwritten) {
    log.error({ err: unwritten, key }, 'The outbox could not be written')
  }
}
