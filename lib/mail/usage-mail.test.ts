import { describe, expect, it } from 'vitest'
import { Brand } from '@/lib/billing/catalog/brand'
import { usageMail } from './usage-mail'

const site = { brand: Brand.parse({ name: 'Crumb' }), appUrl: 'https://app.test' }
const data = {
  of: 'included',
  percent: '80',
  meterName: 'API calls',
  unit: 'calls',
  used: '80412',
  included: '100000',
  resetsAt: '2026-04-01T12:00:00.000Z',
}
const sold = { ...data, eachCents: '0.1', currency: 'usd', costCents: '0' }
const textOf = (given: Record<string, string>) => usageMail(given, site).paragraphs.join(' ')

describe('the mail about usage', () => {
  it('says how much, of what, and when it begins anew', () => {
    const { subject, facts, button } = usageMail(sold, site)

    expect(subject).toBe('You’ve used 80% of your included API calls on Crumb')
    expect(facts).toEqual([
      { label: 'API calls', value: '80,412 calls used' },
      { label: 'Included', value: '100,000 calls' },
      { label: 'Resets on', value: 'April 1, 2026' },
    ])
    expect(button?.url).toBe('https://app.test/usage')
  })

  it('says what more costs, and that nothing stops', () => {
    expect(textOf(sold)).toContain('everything goes on: $1.00 per 1,000 calls')
    expect(textOf(sold)).toContain('You can set a spending cap')
    expect(textOf({ ...sold, percent: '100' })).toMatch(/Everything goes on: \$1\.00/)
  })

  it('says that a cap which stops is where extra usage ends', () => {
    const capped = { ...sold, capMode: 'stop', capCents: '200' }

    expect(textOf({ ...capped, percent: '100' })).toContain(
      'Extra usage is $1.00 per 1,000 calls, until your cap of $2.00. It’s added',
    )
    expect(textOf(capped)).toContain('Beyond that, extra usage is $1.00')
    expect(textOf({ ...capped, capCents: '0', percent: '100' })).toContain(
      'You asked to stop here, so no more API calls are accepted',
    )
    expect(textOf({ ...capped, capMode: 'notify' })).toContain('everything goes on')
  })

  it('says until when there is no more, if no more is sold', () => {
    expect(textOf(data)).toContain('there’s no more until April 1, 2026')
    expect(usageMail({ ...data, percent: '100' }, site).subject).toMatch(/^You’ve used all of your/)
  })

  it('says how to make room for what is kept, which no new period empties', () => {
    const storage = { ...data, meterName: 'Storage', unit: 'GB', aggregation: 'last' }

    expect(textOf(storage)).toMatch(/remove some\. A higher plan has more room/)
    expect(usageMail(storage, site).facts?.map(({ label }) => label)).not.toContain('Resets on')
    expect(textOf({ ...storage, included: '10', percent: '100' })).toMatch(
      /^You’ve used the 10 GB that your plan includes\. /,
    )
    expect(usageMail(storage, site).subject).toContain('80% of your included storage')
  })

  it('of a cap says what is spent, and what happens at the cap', () => {
    const cap = { ...sold, of: 'cap', costCents: '4000', capCents: '5000' }

    expect(textOf({ ...cap, capMode: 'stop' })).toMatch(
      /costs \$40\.00 so far\. Your cap is \$50\.00\. You asked to stop there: then no more API calls are accepted until April 1/,
    )
    expect(textOf({ ...cap, capMode: 'stop', percent: '100' })).toContain(
      'You asked to stop here, so no more API calls are accepted until April 1, 2026.',
    )
    expect(textOf({ ...cap, capMode: 'notify' })).toContain('your usage goes on')
    expect(usageMail({ ...cap, capMode: 'stop' }, site).subject).toBe(
      'You’ve reached 80% of your spending cap for API calls on Crumb',
    )
  })
})
