import { reconcile } from '@/lib/sync/reconcile'
import { touchedKinds } from '@/lib/sync/used-events'
import { type Algorithm, giveGrant, real } from './algorithm'
import { farEnds, person, rules } from './far-ends'
import { type Faults, fateOf, randomFaults } from './faults'
import { type Action, randomLife } from './life'
import { random } from './random'
import { createScheduler, type ParkedCall, type Process } from './scheduler'
import type { ModelEvent } from './stripe-model'
import { groupsVerdict, restVerdict, rowVerdict } from './verdict'

/** One run: what happens to the customer, how badly we are treated, and in which order all goes. */
export type Case = { seed: number; life: Action[]; faults: Faults }

export type Run = {
  /** What went wrong first; `null` if nothing did. */
  failure: string | null
  /** Groups that the sweeper left wrong because a write landed after it; `repair` mended them. */
  zombieDamage: boolean
  deliveries: number
  calls: Record<'stripe' | 'dynamo' | 'cognito', number>
  faults: number
  trace: string[]
}

export const caseOf = (seed: number): Case => ({
  seed,
  life: randomLife(seed),
  faults: randomFaults(seed),
})

/** No function may run for longer; shorter than the lease of an intent. */
const functionTimeoutMs = 60_000
const inFlightAtOnce = 4

/** Waits before the sweeps at the end: past the lease of dead writers, and of rows that stand back. */
const sweeps = [71, 71, 310, 310]

/**
 * Lives one case to its end: things happen to the customer while their events are delivered, in any
 * order and several at once, while sweeps and requests come in between and calls fail. Then all is
 * delivered, the sweeper looks, and the row and Cognito must say what is true.
 */
export async function simulate(
  { seed, life, faults }: Case,
  { algorithm = real, tracing = false }: { algorithm?: Algorithm; tracing?: boolean } = {},
): Promise<Run> {
  const dice = random(seed)
  const clock = { now: Date.UTC(2026, 2, 1, 12) + dice.below(1000) }
  const scheduler = createScheduler()
  const run: Run = {
    failure: null,
    zombieDamage: false,
    deliveries: 0,
    calls: { stripe: 0, dynamo: 0, cognito: 0 },
    faults: 0,
    trace: [],
  }
  const complain = (what: string | null) => {
    if (what && !run.failure) {
      run.failure = what
      say('', what)
    }
  }
  const say = (who: string, what: string) => {
    if (tracing) run.trace.push(`${stamp(clock.now)}  ${who.padEnd(28)} ${what}`)
  }
  const ends = await farEnds({
    clock,
    skewMs: faults.skewMs,
    hasRow: dice.chance(0.8),
    complain,
  })

  const alive = new Set<Process>()
  const pending: ModelEvent[] = []
  /** What Stripe has to tell and hasn't told to the end. */
  const untold = new Set<ModelEvent>()
  /** Work at our end that is done again until it is done. */
  const chores: { name: string; work: Work }[] = []
  const late: ParkedCall[] = []
  const ahead = [...life]
  let started = 0
  let userIsGone = false

  type Work = (services: ReturnType<typeof ends.services>) => Promise<unknown>
  type Ending = { value: unknown } | { error: unknown } | 'died'

  const start = async (name: string, work: Work, end: (ending: Ending, it: Process) => void) => {
    const process: Process = {
      name: `${name} #${++started}`,
      startedAt: clock.now,
      calls: [],
      ended: false,
    }
    alive.add(process)
    say(process.name, 'starts')
    const finish = (ending: Ending) => {
      alive.delete(process)
      ends_.delete(process)
      say(
        process.name,
        ending === 'died'
          ? 'DIES'
          : 'error' in ending
            ? `fails: ${words(ending.error)}`
            : `ends: ${words(ending.value)}`,
      )
      count(run, process)
      end(ending, process)
    }
    ends_.set(process, finish)
    await scheduler.start(process, (around) => work(ends.services(around)), finish)
  }
  const ends_ = new Map<Process, (ending: Ending) => void>()

  const deliver = (event: ModelEvent) =>
    start(
      `${event.type} ${event.id}`,
      (services) => algorithm.take(services, event),
      (ending, process) => {
        if (ending === 'died' || 'error' in ending) {
          pending.push(event)
          return
        }
        run.deliveries++
        untold.delete(event)
        complain(acknowledged(event, String(ending.value), process))
        if (run.faults < faults.budget && dice.chance(faults.duplicate)) {
          run.faults++
          pending.push(dice.chance(0.5) ? event : { ...event, id: `${event.id}-twin` })
        }
      },
    )

  /** What must hold once Stripe has been told that an event was taken. */
  const acknowledged = (event: ModelEvent, outcome: string, { calls }: Process) => {
    const touched = touchedKinds(event.type, rules.catalog)
    if (outcome === 'unused') {
      return calls.length > 0 ? `An unused event made calls: ${calls.join()}` : null
    }
    if (outcome === 'unknown_customer') {
      const nobody = userIsGone || !ends.stripe.isThere()
      return nobody ? null : `${event.id} was acknowledged, and its customer taken for nobody's`
    }
    if (outcome === 'covered') {
      const dear = calls.filter((call) => reads.includes(call))
      if (dear.length > 0) return `A covered event asked Stripe: ${dear.join()}`
      const moved = calls.some((call) => call.startsWith('groups.'))
      if (moved && !calls.includes('accounts.putIntent')) return 'A covered event asked Cognito'
    }
    const missing = touched.find((kind) => ends.shown[kind] < event.history && !ends.isTrue(kind))
    // One that only repeats another may be ahead of it: that one must still come.
    const repeats =
      outcome === 'covered' &&
      event.type.startsWith('invoice.') &&
      [...untold].some(
        ({ type, history }) =>
          type.startsWith('customer.subscription.') && history > ends.shown.subscriptions,
      )
    return missing && !repeats
      ? `${event.id} was acknowledged and isn't in the row: its ${missing} show ${ends.shown[missing]} of ${event.history}`
      : null
  }

  const chore = (task: { name: string; work: Work }) =>
    start(task.name, task.work, (ending) => {
      if (ending === 'died' || 'error' in ending) chores.push(task)
    })

  const happen = async (action: Action) => {
    if (action.kind === 'wait') {
      clock.now += action.seconds * 1000
      say('', `${action.seconds} s pass`)
      return
    }
    if (action.kind === 'delete_user') {
      ends.cognito.drop(person.username)
      userIsGone = true
      say('Cognito', 'the user is deleted')
      return
    }
    if (action.kind === 'grant') {
      const grant = {
        id: `grant_${started}`,
        plan: action.plan,
        reason: 'a favour',
        startsAt: new Date(clock.now),
        endsAt: new Date(clock.now + action.days * 86_400_000 + 1000),
      }
      const give: Work = async (services) => {
        if (!(await giveGrant(services, person.userId, grant, algorithm.look))) return
        if (!ends.grants.includes(grant)) ends.grants.push(grant)
      }
      await chore({ name: `staff grant ${action.plan}`, work: give })
      return
    }
    const events = ends.stripe.act(action)
    if (events.length > 0) say('Stripe', JSON.stringify(action))
    pending.push(...events)
    for (const event of events) untold.add(event)
  }

  /** Carries one parked call out, or lets something go wrong with it. */
  const step = async (at: number, disturbed: boolean) => {
    const call = scheduler.take(at)
    if (!call) return
    const fate =
      disturbed && run.faults < faults.budget ? fateOf(call.name, faults, dice) : ('goes' as const)
    if (fate !== 'goes') run.faults++
    if (fate.endsWith('late')) late.push(call)
    let ending: { value: unknown } | { error: unknown } = {
      error: new Error(`${call.name}: ${fate}`),
    }
    if (fate === 'goes' || fate === 'answer_lost' || fate === 'dies_after') {
      const answer = await carryOut(call)
      if (fate === 'goes') ending = answer
    }
    // The answer is on its way for a while, and Stripe dates it when it leaves.
    if (dice.chance(0.3)) clock.now += dice.below(400)
    if (tracing) {
      say(call.process.name, `${call.name} → ${'error' in ending ? fate : words(ending.value)}`)
    }
    if (fate.startsWith('dies')) die(call.process)
    else await scheduler.resume(call, ending)
  }

  const die = (process: Process) => {
    for (const lost of scheduler.kill(process)) {
      if (isGroupWrite(lost) && faults.late > 0) late.push(lost)
    }
    ends_.get(process)?.('died')
  }

  /** A write that nobody waits for any more arrives at Cognito. */
  const land = async () => {
    const [call] = late.splice(dice.below(late.length), 1)
    if (!call) return
    say(call.process.name, `${call.name} lands late`)
    await carryOut(call)
  }

  const compare: Work = (services) =>
    reconcile(services, {
      dryRun: false,
      pacing: {
        clock: () => clock.now,
        async wait(ms) {
          clock.now += ms
        },
      },
    })

  const alone = async (name: string, work: Work) => {
    await start(name, work, (ending) => {
      if (ending !== 'died' && 'error' in ending) complain(`${name} failed: ${words(ending.error)}`)
    })
    while (scheduler.parked.length > 0) await step(0, false)
  }

  let visits = dice.below(4)
  let turns = 0
  while (!run.failure) {
    if (++turns > 5_000) complain('It never ends')
    clock.now += dice.chance(0.8) ? dice.below(60) : dice.below(700)
    for (const process of alive) {
      if (clock.now - process.startedAt > functionTimeoutMs) die(process)
    }
    if (late.length > 0 && dice.chance(0.01)) await land()
    const roll = dice.next()
    const { parked } = scheduler
    const room = alive.size < inFlightAtOnce
    const [next] = ahead
    if (parked.length > 0 && roll < 0.68) await step(dice.below(parked.length), true)
    else if (pending.length > 0 && room && roll < 0.84) {
      const [event] = pending.splice(dice.below(pending.length), 1)
      if (event) await deliver(event)
    } else if (chores.length > 0 && room) {
      const task = chores.shift()
      if (task) await chore(task)
    } else if (visits > 0 && room && roll < 0.92) {
      visits--
      if (dice.chance(0.5))
        await start(
          'sweep',
          (services) => algorithm.sweep(services),
          () => {},
        )
      else
        await start(
          'visit',
          (services) => algorithm.look(services, person.userId),
          () => {},
        )
    } else if (next && (next.kind !== 'wait' || alive.size === 0 || roll > 0.99)) {
      ahead.shift()
      await happen(next)
    } else if (alive.size === 0 && pending.length === 0 && ahead.length === 0) break
  }
  if (run.failure) return run

  complain(await rowVerdict(ends, new Date(clock.now)))
  for (const seconds of sweeps) {
    clock.now += seconds * 1000
    await alone('sweep', (services) => algorithm.sweep(services))
  }
  const now = new Date(clock.now)
  complain((await rowVerdict(ends, now)) ?? (await restVerdict(ends)))
  const zombies = faults.late > 0
  if (!zombies) complain(await groupsVerdict(ends, now))
  while (late.length > 0) await land()
  if (zombies && (await groupsVerdict(ends, now))) {
    run.zombieDamage = true
    await alone('reconcile', compare)
    complain(await groupsVerdict(ends, now))
  }
  return run
}

/** What asking Stripe for facts is made of. Whose customer or charge it is may have to be asked. */
const reads = ['stripe.subscriptions', 'stripe.invoices', 'stripe.purchases']

const isGroupWrite = ({ name }: ParkedCall) => name === 'groups.add' || name === 'groups.remove'

async function carryOut(call: ParkedCall): Promise<{ value: unknown } | { error: unknown }> {
  try {
    return { value: await call.send() }
  } catch (error) {
    return { error }
  }
}

function count({ calls }: Run, process: Process) {
  for (const call of process.calls) {
    if (call.startsWith('stripe.')) calls.stripe++
    else if (call.startsWith('groups.') || call.startsWith('people.')) calls.cognito++
    else calls.dynamo++
  }
}

const stamp = (now: number) => new Date(now).toISOString().slice(5, 23).replace('T', ' ')

const words = (value: unknown): string => {
  if (value instanceof Error) return value.message
  const text = JSON.stringify(value) ?? 'done'
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
