import { userInfo } from 'node:os'
import { parseArgs } from 'node:util'
import { orUnreadable, UnreadableRow } from '@/lib/db/dynamo/unreadable'
import type { FailedPage } from '@/lib/db/ledger/ledger'
import {
  catchUp,
  type Replayed,
  type Replayer,
  type ReplayPage,
  replay,
  replayFailed,
} from '@/lib/sync/events/replay'
import type { ReplayServices } from '@/lib/sync/events/services'

export type Out = Pick<Console, 'log' | 'table'>

const usage = `Usage:
  npm run events -- failed [--since 2h]         list events that failed and weren't replayed since
  npm run events -- show evt_…                  show the outcome of one event
  npm run events -- replay evt_…                process one event again
  npm run events -- replay-failed [--since 2h]  process all failed events again
  npm run events -- catch-up --since 2h         process events that Stripe has and we never finished
Options:
  --since  a duration (30m, 2h, 3d) or a time (2026-03-01T12:00:00Z)
  --again  catch-up also processes finished events again
  --by     a name for the ledger and the audit log, instead of your user name
Exit codes: 0 all succeeded, 2 some failed, 1 the command couldn't complete.`

/**
 * Runs `npm run events` and returns its exit code. Throws a sentence for arguments that make no
 * sense.
 */
export async function runEvents(
  services: ReplayServices,
  args: string[],
  out: Out,
): Promise<number> {
  const { positionals, values } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      since: { type: 'string' },
      again: { type: 'boolean', default: false },
      by: { type: 'string', default: `command:${userInfo().username}` },
    },
  })
  const [verb, eventId, ...rest] = positionals
  const since = values.since === undefined ? undefined : sinceWhen(values.since, services.now())
  const replayer: Replayer = { by: values.by, requestId: services.newId() }
  const page = (after: string | undefined) => ({
    ...(since && { since }),
    ...(after !== undefined && { after }),
  })
  if (rest.length > 0) throw new Error(`Give one event at a time: "${rest[0]}" is one too many`)

  switch (verb) {
    case 'failed':
      return listFailed(services, since, out)
    case 'show':
      return show(services, required(eventId), out)
    case 'replay': {
      const replayed = await replay(services, required(eventId), replayer)
      if (!replayed) throw new Error('Neither we nor Stripe have this event.')
      return report([replayed], out)
    }
    case 'replay-failed':
      return allPages((after) => replayFailed(services, page(after), replayer), out)
    case 'catch-up':
      if (!since) throw new Error('Add --since 2h, or the time at which the outage started')
      return allPages(
        (after) => catchUp(services, { ...page(after), since, again: values.again }, replayer),
        out,
      )
    case undefined:
      out.log(usage)
      return 1
    default:
      throw new Error(`Unknown command "${verb}". ${usage}`)
  }
}

async function listFailed({ ledger }: ReplayServices, since: Date | undefined, out: Out) {
  const entries: FailedPage['entries'] = []
  let after: string | null | undefined
  do {
    const page = await ledger.failed({
      limit: 100,
      ...(since && { since }),
      ...(after && { after }),
    })
    entries.push(...page.entries)
    after = page.next
  } while (after)
  if (entries.length === 0) out.log('No failed events.')
  else {
    out.table(
      entries.map((entry) =>
        'unreadable' in entry
          ? { event: entry.eventId, error: `Unreadable ledger entry: ${entry.unreadable}` }
          : {
              event: entry.eventId,
              type: entry.type,
              received: entry.receivedAt.toISOString(),
              user: entry.userId ?? '',
              attempts: entry.attempts,
              error: entry.error ?? '',
            },
      ),
    )
  }
  return entries.length === 0 ? 0 : 2
}

async function show({ ledger }: ReplayServices, eventId: string, out: Out) {
  const entry = await orUnreadable(ledger.get(eventId))
  if (entry instanceof UnreadableRow) {
    out.log(`${entry.message}. A replay overwrites it.`)
    return 2
  }
  if (!entry) throw new Error('No delivery of this event was recorded in the last 90 days.')
  out.log(JSON.stringify(entry, null, 2))
  return entry.outcome === 'failed' ? 2 : 0
}

async function allPages(ask: (after: string | undefined) => Promise<ReplayPage>, out: Out) {
  const all: Replayed[] = []
  let after: string | null | undefined
  do {
    let page: ReplayPage
    try {
      page = await ask(after ?? undefined)
    } catch (error) {
      // Report what was replayed until then.
      if (all.length > 0) report(all, out)
      throw error
    }
    all.push(...page.replayed)
    after = page.next
    if (after) out.log(`${all.length} so far…`)
  } while (after)
  return report(all, out)
}

/** Prints each event that was replayed, and only the number of those skipped. */
function report(all: Replayed[], out: Out): number {
  const taken = all.filter(({ outcome }) => outcome !== 'done_before')
  const failed = taken.filter(({ outcome }) => outcome === 'failed')
  if (taken.length > 0) {
    out.table(
      taken.map(({ eventId, type, outcome, error }) => ({
        event: eventId,
        type,
        outcome,
        error: error ?? '',
      })),
    )
  }
  const before = all.length - taken.length
  out.log(
    `${taken.length} processed, ${failed.length} of them failed; ${before} already processed before.`,
  )
  return failed.length > 0 ? 2 : 0
}

function required(eventId: string | undefined): string {
  if (eventId && /^evt_\w{1,250}$/.test(eventId)) return eventId
  throw new Error('Give the ID of an event: evt_…')
}

const spans: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

function sinceWhen(text: string, now: Date): Date {
  const [, count, unit = ''] = /^(\d{1,4})([mhd])$/.exec(text) ?? []
  const span = spans[unit]
  const at = count && span ? new Date(now.getTime() - Number(count) * span) : isoTime(text)
  if (at && at <= now) return at
  throw new Error(`--since: expected a duration (30m, 2h, 3d) or a past time in UTC, not "${text}"`)
}

const isoTime = (text: string) =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?Z$/.test(text) && !Number.isNaN(Date.parse(text))
    ? new Date(text)
    : null
