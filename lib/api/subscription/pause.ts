import { z } from 'zod'
import { decidePause } from '@/lib/billing/subscription/ending'
import { Time } from '@/lib/billing/time'
import { handle, readJson } from '@/lib/http'
import { answerAfter } from './answer'
import { settled } from './change'
import { refusalError } from './refusals'
import { ownerOf, type SubscriptionServices } from './running'

const PauseUntil = z.strictObject({ resumesAt: Time.optional() })

/** POST /api/subscription/pause: nothing is billed and nothing is open, until `resumesAt` or a resume. */
export const pause = (services: SubscriptionServices) =>
  handle(services, async (request) => {
    const token = await services.users.require(request)
    const { resumesAt = null } = await readJson(request, PauseUntil)
    const { account, running } = await ownerOf(services, token)
    const { catalog } = services.rules
    const decided = decidePause(resumesAt, running, catalog, services.now())
    if (decided.kind === 'refused') throw refusalError(decided.reason, { running }, services)
    if (running && decided.kind === 'pause') {
      settled(await services.pauses.pause(running, decided.resumesAt))
    }
    return answerAfter(services, account, 'pause')
  })
