import { describe, expect, it } from 'vitest'
import { render } from './render'

const now = new Date('2026-03-02T12:00:00Z')
const place = { to: 'ada@example.com', userId: 'user-1', appUrl: 'https://app.test', now }
const failed = (graceUntil: string) =>
  render(
    { kind: 'payment_failed', data: { subscriptionId: 'sub_1', graceUntil } },
    { ...place, to: 'ada@example.com' },
  )

describe('the mail about a failed payment', () => {
  it('says until when everything works, and where to settle it, in text and in HTML', () => {
    const mail = failed('2026-03-15T12:30:00.000Z')

    expect(mail.to).toBe('ada@example.com')
    expect(mail.text).toContain('Everything keeps working until 15 March 2026 at 12:30 UTC.')
    expect(mail.text).toContain('https://app.test/settings')
    expect(mail.html).toContain('15 March 2026 at 12:30 UTC')
    expect(mail.html).toContain('<a href="https://app.test/settings">')
  })

  it.each(['2026-03-02T12:00:00.000Z', '2026-03-01T00:00:00.000Z', '', 'soon'])(
    'promises nothing when the grace ended or nobody knows (%j)',
    (graceUntil) => {
      expect(failed(graceUntil).text).toContain('Your plan is closed for the moment')
      expect(failed(graceUntil).text).not.toMatch(/until|Invalid/)
    },
  )
})

describe('the note about two subscriptions', () => {
  it('tells staff who it is and which they are', () => {
    const mail = render(
      { kind: 'two_subscriptions', data: { subscriptionIds: 'sub_1 sub_2' } },
      { ...place, to: 'staff@example.com' },
    )

    expect(mail).toMatchObject({
      to: 'staff@example.com',
      subject: 'Two subscriptions at once: user-1',
    })
    expect(mail.text).toContain('sub_1 sub_2')
  })

  it('lets nothing that it repeats become markup or another header', () => {
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
