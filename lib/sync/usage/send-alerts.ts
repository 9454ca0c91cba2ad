import type { AccessRules } from '@/lib/billing/access/status'
import { type AlertedUsage, type DueAlert, dueAlerts } from '@/lib/billing/usage/alert-message'
import type { AlertSubject } from '@/lib/billing/usage/alerts'
import type { Outbox } from '@/lib/db/outbox/outbox'
import type { Log } from '@/lib/log'

export type AlertServices = {
  outbox: Outbox
  rules: AccessRules
  log: Log
  wallClock: () => Date
}

/** Keys that this process has seen in the outbox, so that most records ask it nothing. */
const seen = new WeakMap<Outbox, Set<string>>()
/** About ten megabytes. Beyond it, the process forgets and asks again. */
const mostSeen = 50_000

/**
 * Puts the alerts that a user's usage calls for into the outbox: of each allowance the highest share
 * reached, once in a period. Whatever fails here is tried again by the next record, and never fails
 * the record itself, which is counted.
 */
export async function putUsageAlerts(
  services: AlertServices,
  subject: AlertSubject,
  usage: AlertedUsage,
): Promise<void> {
  const { outbox, rules, log } = services
  const meter = rules.catalog.meters[subject.meter]
  if (!meter) return
  const known = keysSeen(outbox)
  for (const alert of dueAlerts(subject, meter, usage)) {
    if (known.has(alert.message.key)) continue
    try {
      await putAlert(services, subject.userId, alert)
      known.add(alert.message.key)
    } catch (error) {
      log.error({ err: error, key: alert.message.key }, 'A usage alert could not be written')
    }
  }
}

async function putAlert(
  { outbox, wallClock }: AlertServices,
  userId: string,
  { message, lowerKeys, higherKeys }: DueAlert,
): Promise<void> {
  // A gauge, such as storage, may fall again. What was said of more needn't be followed by less.
  for (const key of higherKeys) if (await outbox.get(key)) return
  await outbox.put({ ...message, userId, createdAt: wallClock() })
  // One mail says it all, if a lower one hasn't left yet.
  for (const key of lowerKeys) {
    await outbox.recordAttempt(key, { state: 'dropped', error: 'More is used by now.' })
  }
}

function keysSeen(outbox: Outbox): Set<string> {
  const known = seen.get(outbox)
  if (known && known.size < mostSeen) return known
  const fresh = new Set<string>()
  seen.set(outbox, fresh)
  return fresh
}
