import { expect } from 'vitest'
import { cancel } from '@/lib/api/subscription/cancel'
import { changePlan } from '@/lib/api/subscription/change'
import { pause } from '@/lib/api/subscription/pause'
import { previewChange } from '@/lib/api/subscription/preview'
import { resume } from '@/lib/api/subscription/resume'
import { getSubscription } from '@/lib/api/subscription/subscription'
import type { Person } from '@/lib/identity/people'
import { apiRequest } from './shop'
import type { World } from './world'

const posts = { preview: previewChange, change: changePlan, cancel, resume, pause }

/** The status and the JSON body of an answer. Times are text in JSON. */
export type Answered = { status: number; body: Record<string, unknown> }

/** Matches the body of an error with this code, and with these fields next to it. */
export const errorWith = (code: string, more: Record<string, unknown> = {}) => ({
  error: expect.objectContaining({ code, ...more }),
})

export type SubscriptionCalls = ReturnType<typeof subscriptionOf>

/** A user's calls to `/api/subscription`, answered by the real handlers. */
export function subscriptionOf(world: World, as: Person) {
  const post =
    (name: keyof typeof posts) =>
    async (body: unknown = {}): Promise<Answered> =>
      answered(
        await posts[name](world.services)(
          apiRequest(world, `/api/subscription/${name}`, { as, body }),
        ),
      )
  const preview = post('preview')
  const change = post('change')
  return {
    get: async () =>
      answered(
        await getSubscription(world.services)(apiRequest(world, '/api/subscription', { as })),
      ),
    preview,
    change,
    cancel: post('cancel'),
    resume: post('resume'),
    pause: post('pause'),
    /** Previews a change and confirms the preview. */
    async switchTo(wanted: Record<string, unknown>): Promise<Answered> {
      const { status, body } = await preview(wanted)
      if (status !== 200) return { status, body }
      return change({ ...wanted, previewId: body.previewId })
    },
  }
}

const answered = async (response: Response): Promise<Answered> => ({
  status: response.status,
  body: (await response.json()) as Record<string, unknown>,
})
