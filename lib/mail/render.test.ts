import { describe, expect, it } from 'vitest'
import { Brand } from '@/lib/billing/catalog/brand'
import { render } from './render'

const now = new Date('2026-03-02T12:00:00Z')
const place = {
  to: 'ada@example.com',
  userId: 'user-1',
  appUrl: 'https://app.test',
  brand: Brand.parse({ name: 'Crumb' }),
  now,
}
const failed = (graceUntil: string, data: Record<string, string> = {}) =>
  render(
    { kind: 'payment_failed', data: { subscriptionId: 'sub_1', graceUntil, ...data } },
    { ...place, to: 'ada@example.com' },
  )

describe('the mail about a failed payment', () => {
  it('says when access ends, and where to pay, in text and in HTML', async () => {
    const mail = await failed('2026-03-15T18:30:00.000Z')

    expect(mail.to).toBe('ada@example.com')
    expect(mail.text).toContain('You keep full access until March 15, 2026 at 6:30 PM UTC.')
    expect(mail.text).toContain('https://app.test/settings')
    expect(mail.html).toContain('March 15, 2026 at 6:30 PM UTC')
    expect(mail.html).toMatch(/<a href="https:\/\/app\.test\/settings"[^>]*>Update payment method</)
  })

  it('names the plan if the message does', async () => {
    const named = await failed('', { planName: 'Pro' })

    expect(named.text).toContain('for your Pro subscription.')
    expect(named.text).toContain('Plan: Pro')
    expect((await failed('')).text).toContain('for your subscription.')
  })

  it('shows the amount in the box of facts if the message has it', async () => {
    const mail = await failed('', { planName: 'Pro', owedCents: '3000', currency: 'usd' })

    expect(mail.text).toContain('Amount due: $30.00\nPlan: Pro')
    expect(mail.html).toMatch(/Amount due<\/th><td[^>]*>\$30\.00</)
    expect((await failed('')).text).not.toContain('Amount due')
  })

  it.each(['2026-03-02T12:00:00.000Z', '2026-03-01T00:00:00.000Z', '', 'soon'])(
    'promises no access if the grace period has ended or is unknown (%j)',
    async (graceUntil) => {
      const { text } = await failed(graceUntil)

      expect(text).toContain('Your plan is on hold.')
      expect(text).not.toMatch(/until|Invalid/)
    },
  )
})

describe('the mails about an invoice that was sent', () => {
  const data = { planName: 'Pro', dueAt: '2026-03-02T01:00:00.000Z' }

  it('say when it is due', async () => {
    const mail = await render({ kind: 'invoice_due', data }, place)

    expect(mail.subject).toBe('Your invoice from Crumb is due on March 2, 2026')
    expect(mail.text).toContain('Your invoice for Pro is due on March 2, 2026 at 1:00 AM UTC.')
    expect(mail.text).toContain('Pay invoice: https://app.test/settings')
  })

  it('say that it is past due and when access ends, and mention no card', async () => {
    const graceUntil = '2026-03-16T01:00:00.000Z'
    const mail = await render({ kind: 'invoice_overdue', data: { ...data, graceUntil } }, place)

    expect(mail.subject).toBe('Your invoice from Crumb is past due')
    expect(mail.text).toContain('Your invoice for Pro was due on March 2, 2026, and')
    expect(mail.text).toContain('You keep full access until March 16, 2026 at 1:00 AM UTC.')
    expect(mail.text).not.toMatch(/card|failed/)
  })
})

describe('the mail about two subscriptions', () => {
  it('names the user and the subscriptions to staff', async () => {
    const mail = await render(
      { kind: 'two_subscriptions', data: { subscriptionIds: 'sub_1 sub_2' } },
      { ...place, to: 'staff@example.com' },
    )

    expect(mail).toMatchObject({
      to: 'staff@example.com',
      subject: '[Crumb] Duplicate subscriptions: user-1',
    })
    expect(mail.text).toContain('sub_1 sub_2')
  })

  it('escapes its data, so that it cannot become markup or a header', async () => {
    const evil = `"><script>alert('1')</script>&\r\nBcc: everybody@example.com`
    const mail = await render(
      { kind: 'two_subscriptions', data: { subscriptionIds: evil } },
      { ...place, userId: evil },
    )

    expect(mail.html).not.toContain('<script')
    expect(mail.html).toContain('&quot;&gt;&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt;&amp;')
    expect(mail.subject).not.toMatch(/[\r\n]/)
  })

  it('escapes what comes from the catalog and from Stripe, too', async () => {
    const evil = '<img src=x onerror=alert(1)>'
    const mail = await render(
      { kind: 'payment_failed', data: { planName: evil, owedCents: '100', currency: 'usd' } },
      { ...place, brand: Brand.parse({ name: evil }) },
    )
    const button = await render(
      { kind: 'early_fraud', data: { chargeId: '"><script>' } },
      { ...place, to: 'staff@example.com' },
    )

    expect(mail.html).not.toContain('<img')
    expect(mail.html).toContain('&lt;img src=x onerror=alert(1)&gt;')
    expect(button.html).toContain('href="https://dashboard.stripe.com/payments/%22%3E%3Cscript%3E"')
  })
})

describe('the mail about a user who is gone', () => {
  it('names the user and the payments to staff', async () => {
    const mail = await render(
      { kind: 'user_gone', data: { paidIds: 'sub_1 ch_1' } },
      { ...place, to: 'staff@example.com' },
    )

    expect(mail).toMatchObject({
      to: 'staff@example.com',
      subject: '[Crumb] A deleted user pays: user-1',
    })
    expect(mail.text).toContain('sub_1 ch_1')
  })

  it('tells staff to refund or enable a disabled user', async () => {
    const mail = await render(
      { kind: 'user_disabled', data: { paidIds: 'sub_1' } },
      { ...place, to: 'staff@example.com' },
    )

    expect(mail).toMatchObject({
      to: 'staff@example.com',
      subject: '[Crumb] A disabled user pays: user-1',
    })
    expect(mail.text).toContain('Refund or enable')
    expect(mail.text).toContain('sub_1')
  })
})
