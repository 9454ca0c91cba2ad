import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { Services } from '@/lib/services'

type At = Pick<Services['settings'], 'STRIPE_API_BASE'>

const Clock = z.object({ now: z.iso.datetime() })
const slackMs = 60_000

const control = async ({ STRIPE_API_BASE }: At, body?: object): Promise<Date> => {
  const response = await fetch(new URL('/_control/clock', STRIPE_API_BASE), {
    method: body ? 'POST' : 'GET',
    ...(body && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  })
  if (!response.ok) throw new Error(`The local Stripe's clock answered ${response.status}`)
  return new Date(Clock.parse(await response.json()).now)
}

/** Moves the local Stripe's clock forward. What is due on the way happens. */
export const moveStripe = (at: At, to: Date) => control(at, { to: to.toISOString() })

/** Whether the local Stripe is in the past: it is new, or a start was interrupted there. */
export const isInPast = async (at: At): Promise<boolean> =>
  (await control(at)).getTime() < Date.now() - slackMs

/** Leaves the past, in which a start was interrupted. A clock that was moved ahead stays there. */
export async function leavePast(services: Pick<Services, 'settings' | 'now'>): Promise<void> {
  if (await isInPast(services.settings)) await arriveNow(services)
}

/** Brings the local Stripe to the present, and waits until the services follow it. */
export async function arriveNow({
  settings,
  now,
}: Pick<Services, 'settings' | 'now'>): Promise<void> {
  await moveStripe(settings, new Date())
  await control(settings, { mode: 'real' })
  while (Math.abs(now().getTime() - Date.now()) > slackMs) await wait(50)
}
