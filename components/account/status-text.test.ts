import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import { noFacts } from '@/lib/billing/access/facts'
import { AccessStatus } from '@/lib/billing/access/status'
import { saas } from '@/lib/billing/catalog/catalogs/saas'
import { nextDate, statusName } from './status-text'

const free = decideAccess(noFacts, { catalog: saas, groupPrefix: '' }, new Date())
const march = (day: number) => new Date(Date.UTC(2027, 2, day))

it('has a name for every status', () => {
  expect(AccessStatus.options.filter((status) => !statusName[status])).toEqual([])
})

it('shows the date that matters most: an end before a renewal', () => {
  const paid = { ...free, currentPeriodEnd: march(31) }

  expect(nextDate(free, march(1))).toBeNull()
  expect(nextDate(paid, march(1))).toEqual({ what: 'Renews on', on: 'March 31, 2027' })
  expect(nextDate({ ...paid, trialExpiresAt: march(14) }, march(1))?.what).toBe('Trial ends on')
  expect(nextDate({ ...paid, graceUntil: march(14) }, march(1))?.what).toBe('Access until')
  expect(nextDate({ ...paid, graceUntil: march(14), cancelAt: march(20) }, march(1))).toEqual({
    what: 'Ends on',
    on: 'March 20, 2027',
  })
})

it('shows an invoice that is due before the renewal after it', () => {
  const owing = {
    ...free,
    status: 'active' as const,
    currentPeriodEnd: march(31),
    invoiceDueAt: march(2),
  }

  expect(nextDate(owing, march(1))).toEqual({ what: 'Invoice due on', on: 'March 2, 2027' })
})

it('never says that there is access until a day in the past', () => {
  expect(nextDate({ ...free, graceUntil: march(14) }, march(15))).toBeNull()
})
