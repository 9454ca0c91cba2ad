import { reconcile } from '@/lib/sync/reconcile/reconcile'
import { ackProblem } from './ack-invariant'
import { type Algorithm, giveGrant, real } from './algorithm'
import { type Backends, openBackends, person } from './backends'
import { type Faults, randomFaults } from './faults'
import { groupsProblem, restProblem, rowProblem } from './invariants'
import { createProcesses, type ProcessOutcome } from './processes'
import { random } from './random'
import { type SimulationRun, startRecording, summarize } from './recording'
import { type Action, randomScenario } from './scenario'
import type { ModelEvent } from './stripe-model'

/** One run: what happens to the customer, which faults occur, and a seed for everything else. */
export type Case = { seed: number; life: Action[]; faults: Faults }

export const caseOf = (seed: number): Case => ({
  seed,
  life: randomScenario(seed),
  faults: randomFaults(seed),
})

type Work = (services: ReturnType<Backends['services']>) => Promise<unknown>

const inFlightAtOnce = 4

/**
 * Seconds before each of the final sweeps: past the lease of dead writers, and past deferred rows.
 */
const sweeps = [71, 71, 310, 310]

/**
 * Runs one case. Actions happen to the customer while their events are delivered, in any order and
 * concurrently, between sweeps and requests, while calls fail. In the end everything is delivered and
 * the sweeper runs. Then the row and Cognito must match the state of Stripe.
 */
export async function simulate(
  { seed, life, faults }: Case,
  { algorithm = real, tracing = false }: { algorithm?: Algorithm; tracing?: boolean } = {},
): Promise<SimulationRun> {
  const dice = random(seed)
  const clock = { now: Date.UTC(2026, 2, 1, 12) + dice.below(1000) }
  const recording = startRecording(clock, tracing)
  const { run, trace: say, fail: complain } = recording
  const { skewMs } = faults
  const ends = await openBackends({ clock, skewMs, hasRow: dice.chance(0.8), fail: complain })
  const processes = createProcesses(clock, dice, faults, recording)
  const { alive, parked, late, step, land } = processes

  const ahead = [...life]
  /** Deliveries to come. No delivery of the events in `undelivered` has succeeded yet. */
  const pending: ModelEvent[] = []
  const undelivered = new Set<ModelEvent>()
  /** Tasks of ours, retried until they succeed. */
  const chores: { name: string; work: Work }[] = []
  let userIsGone = false

  const start = (
    name: string,
    work: Work,
    end: (ending: ProcessOutcome, calls: readonly string[]) => void = () => {},
  ) => processes.start(name, (intercept) => work(ends.services(intercept)), end)

  const sweep: Work = (services) => algorithm.sweep(services)
  const visit: Work = (services) => algorithm.look(services, person.userId)

  const deliver = (event: ModelEvent) =>
    start(
      `${event.type} ${event.id}`,
      (services) => algorithm.take(services, event),
      (ending, calls) => {
        if (ending === 'died' || 'error' in ending) {
          pending.push(event)
          return
        }
        run.deliveries++
        undelivered.delete(event)
        const outcome = String(ending.value)
        complain(ackProblem(ends, event, { outcome, calls }, { undelivered, userIsGone }))
        if (run.faults < faults.budget && dice.chance(faults.duplicate)) {
          run.faults++
          pending.push(dice.chance(0.5) ? event : { ...event, id: `${event.id}-twin` })
        }
      },
    )

  const chore = (task: { name: string; work: Work }) =>
    start(task.name, task.work, (ending) => {
      if (ending === 'died' || 'error' in ending) chores.push(task)
    })

  const happen = async (action: Action) => {
    switch (action.kind) {
      case 'wait':
        clock.now += action.seconds * 1000
        say('', `${action.seconds} s pass`)
        return
      case 'delete_user':
        ends.cognito.drop(person.username)
        userIsGone = true
        say('Cognito', 'the user is deleted')
        return
      case 'grant':
        return chore({ name: `staff grant ${action.plan}`, work: granting(action) })
    }
    const events = ends.stripe.act(action)
    if (events.length > 0) say('Stripe', JSON.stringify(action))
    pending.push(...events)
    for (const event of events) undelivered.add(event)
  }

  const granting = ({ plan, days }: Extract<Action, { kind: 'grant' }>): Work => {
    const grant = {
      id: `grant_${processes.started()}`,
      plan,
      reason: 'a favor',
      startsAt: new Date(clock.now),
      endsAt: new Date(clock.now + days * 86_400_000 + 1000),
    }
    return async (services) => {
      if (!(await giveGrant(services, person.userId, grant, algorithm.look))) return
      if (!ends.grants.includes(grant)) ends.grants.push(grant)
    }
  }

  let visits = dice.below(4)
  let turns = 0
  while (!run.failure) {
    if (++turns > 5_000) complain('It never ends')
    clock.now += dice.chance(0.8) ? dice.below(60) : dice.below(700)
    processes.killOverdue()
    if (late.length > 0 && dice.chance(0.01)) await land()
    const roll = dice.next()
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
      if (dice.chance(0.5)) await start('sweep', sweep)
      else await start('visit', visit)
    } else if (next && (next.kind !== 'wait' || alive.size === 0 || roll > 0.99)) {
      ahead.shift()
      await happen(next)
    } else if (alive.size === 0 && pending.length === 0 && ahead.length === 0) break
  }
  if (run.failure) return run

  /** From now on there are no faults. */
  const alone = async (name: string, work: Work) => {
    await start(name, work, (ending) => {
      if (ending !== 'died' && 'error' in ending)
        complain(`${name} failed: ${summarize(ending.error)}`)
    })
    while (parked.length > 0) await step(0, false)
  }

  complain(await rowProblem(ends, new Date(clock.now)))
  for (const seconds of sweeps) {
    clock.now += seconds * 1000
    await alone('sweep', sweep)
  }
  const now = new Date(clock.now)
  complain((await rowProblem(ends, now)) ?? (await restProblem(ends)))
  const zombies = faults.late > 0
  if (!zombies) complain(await groupsProblem(ends, now))
  while (late.length > 0) await land()
  if (zombies && (await groupsProblem(ends, now))) {
    run.zombieDamage = true
    await alone('reconcile', comparing(clock))
    complain(await groupsProblem(ends, now))
  }
  return run
}

/** Time passes while it waits for its quotas. */
const comparing =
  (clock: { now: number }): Work =>
  (services) =>
    reconcile(services, {
      dryRun: false,
      timing: {
        clock: () => clock.now,
        async wait(ms) {
          clock.now += ms
        },
      },
    })
