import { describe, expect, it } from 'vitest'
import { render } from './render'

const now = new Date('2026-03-02T12:00:00Z')
const place = { to: 'ada@example.com', userId: 'user-1', appUrl: 'https://app.test', now }
const failed = (graceUntil: string, data: Record<string, string> = {}) =>
  render(
    { kind: 'payment_failed', data: { subscriptionId: 'sub_1', graceUntil, ...data } },
    { ...place, to: 'ada@example.com' },
  )

describe('the mail about a failed payment', () => {
  it('says when access ends, and where to pay, in text and in HTML', () => {
    const mail = failed('2026-03-15T18:30:00.000Z')

    expect(mail.to).toBe('ada@example.com')
    expect(mail.text).toContain('You keep full access until March 15, 2026 at 6:30 PM UTC.')
    expect(mail.text).toContain('https://app.test/settings')
    expect(mail.html).toContain('March 15, 2026 at 6:30 PM UTC')
    expect(mail.html).toContain('<a href="https://app.test/settings">')
  })

  it('names the plan if the message does', () => {
    expect(failed('', { planName: 'Pro' }).text).toContain('for your Pro subscription.')
    expect(failed('').text).toContain('for your subscription.')
  })

  it('names the amount if the message does', () => {
    const owed = { planName: 'Pro', owedCents: '3000', currency: 'usd' }

    expect(failed('', owed).text).toContain(
      'We couldn’t charge you for your Pro subscription ($30.00).',
    )
  })

  it.each(['2026-03-02T12:00:00.000Z', '2026-03-01T00:00:00.000Z', '', 'soon'])(
    'promises no access if the grace period has ended or is unknown (%j)',
    (graceUntil) => {
      expect(failed(graceUntil).text).toContain('Your plan is on hold.')
      expect(failed(graceUntil).text).not.toMatch(/until|Invalid/)
    },
  )
})

describe('the mails about an invoice that was sent', () => {
  const data = { planName: 'Pro', dueAt: '2026-03-02T01:00:00.000Z' }

  it('say when it is due', () => {
    const mail = render({ kind: 'invoice_due', data }, place)

    expect(mail.subject).toBe('Your invoice is due on March 2, 2026')
    expect(mail.text).toContain('Your invoice for Pro is due on March 2, 2026 at 1:00 AM UTC.')
    expect(mail.text).toContain('Pay invoice: https://app.test/settings')
  })

  it('say that it is past due and when access ends, and mention no card', () => {
    const graceUntil = '2026-03-16T01:00:00.000Z'
    const mail = render({ kind: 'invoice_overdue', data: { ...data, graceUntil } }, place)

    expect(mail.subject).toBe('Your invoice is past due')
    expect(mail.text).toContain('Your invoice for Pro was due on March 2, 2026, and')
    expect(mail.text).toContain('You keep full access until March 16, 2026 at 1:00 AM UTC.')
    expect(mail.text).not.toMatch(/card|failed/)
  })
})

describe('the mail about two subscriptions', () => {
  it('names the user and the subscriptions to staff', () => {
    const mail = render(
      { kind: 'two_subscriptions', data: { subscriptionIds: 'sub_1 sub_2' } },
      { ...place, to: 'staff@example.com' },
    )

    expect(mail).toMatchObject({
      to: 'staff@example.com',
      subject: 'Duplicate subscriptions: user-1',
    })
    expect(mail.text).toContain('sub_1 sub_2')
  })

  it('escapes its data, so that it cannot become markup or a header', () => {
    const evil = `"><script>alert('1')</script>&\r\nBcc: everybody@example.com`
    const mail = render(
      { kind: 'two_subscriptions', data: { subscriptionIds: evil } },
      { ...place, userId: evil },
    )

    expect(mail.html).not.toContain('<script')
    expect(mail.html).toContain('&quot;&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;')
    expect(mail.subject).not.toMatch(/[\r\n]/)
  })
})

describe('the mail about a user who is gone', () => {
  it('names the user and the payments to staff', () => {
    const mail = render(
      { kind: 'user_gone', data: { paidIds: 'sub_1 ch_1' } },
      { ...place, to: 'staff@example.com' },
    )

    expect(mail).toMatchObject({ to: 'staff@example.com', subject: 'A deleted user pays: user-1' })
    expect(mail.text).toContain('sub_1 ch_1')
  })

  it('says of a disabled one what to do: refund or enable', () => {
    const mail = render(
      { kind: 'user_disabled', data: { paidIds: 'sub_1' } },
      { ...place, to: 'staff@example.com' },
    )

    expect(mail).toMatchObject({ to: 'staff@example.com', subject: 'A disabled user pays: user-1' })
    expect(mail.text).toContain('Refund or enable')
    expect(mail.text).toContain('sub_1')
  })
})
