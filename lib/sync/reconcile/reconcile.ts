import { z } from 'zod'
import { Drift, losesAPlan } from '@/lib/billing/reconcile/drift'
import { memoryCheckpoints } from '@/lib/db/checkpoints/memory'
import { describeError } from '@/lib/errors'
import { realTime, type Timing } from '@/lib/timing'
import { listEverything } from './listing'
import { lookAgain } from './look'
import { type Brake, brakeFor } from './loss-limit'
import { withinQuotas } from './quotas'
import { repair } from './repair'
import { openRun, type Run, suspectsWalk } from './run'
import type { ReconcileServices } from './services'
import { type Suspect, suspectsIn } from './suspects'

export type ReconcileOptions = {
  /** Changes nothing at all, not even the checkpoint. */
  dryRun: boolean
  /** Starts a new run even if an earlier one could be resumed. */
  fresh?: boolean
  /** Lists the whole user pool, not only the groups: finds users who are in no group. */
  everybody?: boolean
  /** Repairs no matter how many users lose their plan. */
  allowLoss?: boolean
  timing?: Timing
  /**
   * Called before each page and each suspect. What was seen until then is kept for the next run.
   */
  stop?: () => boolean
  onBegin?: (run: Pick<Run, 'runId' | 'startedAt' | 'resumed'>) => void
  onProgress?: (progress: Progress) => void
}

export type Progress =
  | { phase: 'listing'; listed: number }
  | { phase: 'looking'; looked: number; suspects: number }

/** What was wrong about one user, or one customer without a user, and the outcome. */
export const Finding = z.object({
  userId: z.string().nullable(),
  customerId: z.string().nullable(),
  drifts: z.array(Drift),
  /**
   * `found`: a dry run; `staff`: only staff can repair it; `held`: too many users would lose a plan
   * in this run; `failed`: see `error`.
   */
  outcome: z.enum(['found', 'repaired', 'staff', 'held', 'failed']),
  error: z.string().nullable(),
})
export type Finding = z.infer<typeof Finding>

export type ReconcileReport = {
  runId: string
  /** The lists don't show changes since then. */
  startedAt: Date
  /** Whether it resumed an earlier process's run. */
  resumed: boolean
  dryRun: boolean
  /** `false` if it was stopped: the next run resumes it. */
  finished: boolean
  listed: { rows: number; people: number; customers: number; subscriptions: number }
  suspects: number
  /** `null` until everything is listed. */
  brake: Brake | null
  findings: Finding[]
}

/**
 * Compares everything in Stripe, the table and Cognito, and repairs the differences. The listings
 * only point out suspects. Each suspect is read again and repaired by `sync` itself, so reconcile
 * doesn't undo a concurrent webhook: either it sees the webhook's change, or the webhook saves
 * last. Throws `conflict` if another process is reconciling.
 */
export async function reconcile(
  given: ReconcileServices,
  options: ReconcileOptions,
): Promise<ReconcileReport> {
  const { dryRun, timing = realTime, fresh = false, everybody = false, onBegin } = options
  const services = withinQuotas(given, timing)
  const { rules, checkpoints, newId, wallClock } = services
  const run = await openRun(dryRun ? memoryCheckpoints() : checkpoints, {
    rules: `${rules.catalog.name} ${rules.groupPrefix}`,
    everybody,
    fresh,
    newId,
    clock: wallClock,
  })
  onBegin?.(run)
  try {
    const report = await compare(services, run, options)
    await (report.finished ? run.end() : run.release())
    return report
  } catch (error) {
    await run.release().catch((unreleased) => {
      services.log.warn(
        { err: unreleased, runId: run.runId },
        'Reconcile could not release its lease',
      )
    })
    throw error
  }
}

async function compare(
  services: ReconcileServices,
  run: Run,
  { dryRun, allowLoss = false, stop = () => false, onProgress = () => {} }: ReconcileOptions,
): Promise<ReconcileReport> {
  const { rules, now, wallClock } = services
  const { runId, startedAt, resumed } = run
  const report: ReconcileReport = {
    ...{ runId, startedAt, resumed, dryRun, finished: false, suspects: 0, brake: null },
    listed: { rows: 0, people: 0, customers: 0, subscriptions: 0 },
    findings: [],
  }

  const listing = await listEverything(services, run, stop, (listed) =>
    onProgress({ phase: 'listing', listed }),
  )
  if (!listing) return report
  report.listed = {
    rows: listing.rows.size + listing.unreadable.size,
    people: listing.people.size,
    customers: listing.owners.size,
    subscriptions: listing.subscriptions.size,
  }
  const suspects = suspectsIn(listing, rules, now(), wallClock())
  report.suspects = suspects.length
  const brake = brakeFor(listing.rows.values(), suspects, rules.catalog.defaultPlan)
  report.brake = brake
  // Read again, more suspects may turn out to lose a plan than the lists showed.
  const lost = () =>
    report.findings.filter(({ outcome, drifts }) => outcome === 'repaired' && losesAPlan(drifts))
  const mayLose = () => allowLoss || (!brake.isOn && lost().length < brake.limit)

  let looked = 0
  report.finished = await run.walk(
    {
      name: suspectsWalk,
      list: onePerPage(suspects, async (suspect) => {
        const finding = await resolve(services, suspect, { runId, dryRun, mayLose })
        // Logged here, because a resumed run also reports findings from its checkpoint.
        if (finding) services.log.warn({ runId, ...finding }, 'Reconcile found drift')
        onProgress({ phase: 'looking', looked: ++looked, suspects: suspects.length })
        return finding
      }),
      item: Finding,
      // A repaired suspect isn't found again, so the report must not lose it in a crash.
      pagesPerChunk: 1,
      take: (finding) => report.findings.push(finding),
    },
    stop,
  )
  return report
}

/** The suspects as a list with one per page. The cursor is the key of the last one. */
const onePerPage =
  (suspects: Suspect[], look: (suspect: Suspect) => Promise<Finding | null>) =>
  async (after: string | null) => {
    const at = after === null ? 0 : suspects.findIndex(({ key }) => key > after)
    const suspect = at < 0 ? undefined : suspects[at]
    if (!suspect) return { items: [], next: null }
    const finding = await look(suspect)
    const isLast = at === suspects.length - 1
    return { items: finding ? [finding] : [], next: isLast ? null : suspect.key }
  }

/**
 * Reads a suspect again and repairs what is wrong; `null` if nothing is. A failure doesn't stop the
 * others.
 */
async function resolve(
  services: ReconcileServices,
  suspect: Suspect,
  { runId, dryRun, mayLose }: { runId: string; dryRun: boolean; mayLose: () => boolean },
): Promise<Finding | null> {
  const { userId, customerIds } = suspect
  const finding = { userId, customerId: customerIds[0] ?? null, drifts: [] as Drift[] }
  try {
    const look = await lookAgain(services, suspect)
    if (!look || look.drifts.length === 0) return null
    finding.drifts = look.drifts
    if (dryRun) return { ...finding, outcome: 'found', error: null }
    if (userId === null || look.drifts.every(isForStaff)) {
      return { ...finding, outcome: 'staff', error: null }
    }
    if (losesAPlan(look.drifts) && !mayLose()) return { ...finding, outcome: 'held', error: null }
    await repair(services, userId, look, runId)
    const after = await lookAgain(services, suspect)
    const left = after?.drifts.find((drift) => !isForStaff(drift))
    return left
      ? { ...finding, outcome: 'failed', error: `Still there: ${left.words}` }
      : { ...finding, outcome: 'repaired', error: null }
  } catch (error) {
    services.log.error({ err: error, userId, runId }, 'Reconcile could not finish a user')
    return { ...finding, outcome: 'failed', error: describeError(error) }
  }
}

const isForStaff = ({ remedy }: Drift) => remedy === 'staff'
