import type { AccessRules } from '@/lib/billing/access/status'
import { isForStaff, isStillTrue } from '@/lib/billing/notices/messages'
import type { Account, Accounts } from '@/lib/db/accounts/accounts'
import type { Outbox, OutboxEntry, UnreadableMessage } from '@/lib/db/outbox/outbox'
import type { Settings } from '@/lib/env'
import { describeError } from '@/lib/errors'
import type { Log } from '@/lib/log'
import type { Mails } from '@/lib/mail/mails'
import { render } from '@/lib/mail/render'
import { realTime, type Timing } from '@/lib/timing'

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

/** `left`: due messages that the run had no time for. */
export type OutboxReport = { sent: number; dropped: number; failed: number; left: number }

export type OutboxOptions = {
  /** How many messages one run sends. */
  limit?: number
  /** No message is started at this time or later: the next run comes in a minute. */
  until?: Date
  /** How long sending one mail may take. */
  timeoutMs?: number
  wait?: Timing['wait']
}

/** About ten seconds of work. With a slow mail service a run stops after `budgetMs`. */
const batch = 50
const budgetMs = 20_000
const mailTimeoutMs = 10_000

/** From this many attempts on, a message counts as stuck: an operator should look at it. */
export const stuckAfter = 5

const minute = 60_000
const waits = [1, 5, 15, 60, 240].map((minutes) => minutes * minute)
const longestWait = 1_440 * minute

/** How long to wait before the next attempt, after `attempts` of them. */
const waitAfter = (attempts: number) => waits[attempts - 1] ?? longestWait

/**
 * How long an unreadable message is deferred: by then a version that can read it may be deployed.
 */
const unreadableWait = 60 * minute

/** The waits between attempts to record that a mail was sent. */
const recordWaitsMs = [100, 500, 2_000]

/**
 * Sends the messages that are due. Moves a message's next attempt before it sends it: so two
 * senders at once send it once, and if a sender crashes, the next one retries. A message is sent at
 * least once, and twice only if the sender crashes, or the table fails for seconds, after the mail
 * was sent and before that was recorded: no mail service takes an idempotency key. It is retried,
 * in the end once a day, until it is sent or no longer true.
 */
export async function sendOutbox(
  services: OutboxServices,
  options: OutboxOptions = {},
): Promise<OutboxReport> {
  const report: OutboxReport = { sent: 0, dropped: 0, failed: 0, left: 0 }
  const { mails, outbox, wallClock } = services
  // Without a mail service the messages wait, untried, where staff can see them.
  if (!mails) return report
  const { limit = batch, until = new Date(wallClock().getTime() + budgetMs) } = options
  for (const entry of await outbox.due(wallClock(), limit)) {
    if (wallClock() >= until) {
      report.left++
      continue
    }
    if ('unreadable' in entry) {
      report.failed++
      await deferUnreadable(services, entry)
      continue
    }
    const attempts = entry.attempts + 1
    const nextAt = new Date(wallClock().getTime() + waitAfter(attempts))
    try {
      if (!(await outbox.take(entry, nextAt))) continue
      report[await deliver(services, mails, entry, options)]++
    } catch (error) {
      report.failed++
      await recordFailure(services, entry, attempts, error)
    }
  }
  return report
}

async function deliver(
  services: OutboxServices,
  mails: Mails,
  entry: OutboxEntry,
  { timeoutMs = mailTimeoutMs, wait = realTime.wait }: OutboxOptions,
): Promise<'sent' | 'dropped'> {
  const { outbox, settings } = services
  const account = await services.accounts.get(entry.userId)
  const to = recipientOf(entry, account, settings.MAIL_FROM)
  const { rules, now } = services
  const why = !isStillTrue(entry, account?.facts ?? null, rules, now())
    ? 'No longer true.'
    : to === null
      ? 'No address to send it to.'
      : null
  if (to === null || why) {
    await outbox.recordAttempt(entry.key, { state: 'dropped', error: why ?? '' })
    return 'dropped'
  }

  if (entry.kind === 'two_subscriptions') {
    services.log.warn({ userId: entry.userId, ...entry.data }, 'A user pays for two subscriptions')
  }
  const mail = await render(entry, {
    to,
    brand: rules.catalog.brand,
    userId: entry.userId,
    appUrl: settings.APP_URL,
    now: services.now(),
  })
  await within(timeoutMs, (signal) => mails.send(mail, signal))
  await recordSent(services, entry, wait)
  return 'sent'
}

/** Rejects after `ms`, even if the mail service ignores the signal. */
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
 * Records that a mail was sent, with retries: a message that looks unsent is sent again. A failure
 * here is no failure of the message, since the mail can't be taken back.
 */
async function recordSent(
  { outbox, log }: OutboxServices,
  { key, kind, userId }: OutboxEntry,
  wait: Timing['wait'],
): Promise<void> {
  for (const ms of [...recordWaitsMs, null]) {
    try {
      await outbox.recordAttempt(key, { state: 'sent', error: null })
      return
    } catch (error) {
      if (ms === null)
        log.error(
          { err: error, key, kind, userId },
          'A mail was sent, but that could not be recorded: it may be sent again',
        )
      else await wait(ms)
    }
  }
}

async function deferUnreadable(
  { outbox, log, wallClock }: OutboxServices,
  { key, unreadable }: UnreadableMessage,
): Promise<void> {
  log.error({ key, why: unreadable }, 'A message is stuck in the outbox: it can’t be read')
  try {
    await outbox.deferUnread(key, new Date(wallClock().getTime() + unreadableWait))
  } catch (error) {
    log.error({ err: error, key }, 'The outbox could not be written')
  }
}

/** The user's address, or our staff's. */
const recipientOf = (
  { kind }: OutboxEntry,
  account: Account | null,
  staff: string | undefined,
): string | null => (isForStaff(kind) ? staff : account?.email) ?? null

/** A message that fails doesn't stop the others. */
async function recordFailure(
  { outbox, log }: OutboxServices,
  { key, kind, userId }: OutboxEntry,
  attempts: number,
  error: unknown,
): Promise<void> {
  const fields = { err: error, key, kind, userId, attempts }
  if (attempts >= stuckAfter) log.error(fields, 'A message is stuck in the outbox')
  else log.warn(fields, 'A message could not be sent yet')
  try {
    await outbox.recordAttempt(key, { state: 'waiting', error: describeError(error) })
  } catch (unwritten) {
    log.error({ err: unwritten, key }, 'The outbox could not be written')
  }
}
