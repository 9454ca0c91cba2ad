import { dirname } from 'node:path'
import type { Page } from '@playwright/test'
import { inspectOnEveryScreen } from '@/e2e/support/inspect'
import { runSweeper } from '@/e2e/support/scheduler'
import { stripeClient } from '@/lib/stripe/client'
import {
  cards,
  expect,
  fillCard,
  moveClock,
  openWithNewAccount,
  soon,
  stack,
  stackFile,
  type TestUser,
  test,
} from '../test'

test.afterAll(() => moveClock({ mode: 'real' }))

const stripe = stripeClient({ secretKey: stack.stripe.secretKey, base: stack.stripe.url })
const day = 86_400_000
const longDate = (date: Date) =>
  date.toLocaleDateString('en-US', { dateStyle: 'long', timeZone: 'UTC' })

/** A yearly subscription that staff make, to be paid within 60 days. It renews on January 1. */
async function subscribeByInvoice(page: Page, { email }: TestUser): Promise<Date> {
  const clock = await (await fetch(`${stack.stripe.url}/_control/clock`)).json()
  const renewal = new Date(Date.UTC(new Date(clock.now).getUTCFullYear() + 1, 0, 1))
  // As after any visit to Stripe's pages, there is a customer.
  const origin = { headers: { origin: stack.app }, data: {} }
  expect((await page.request.post('/api/portal', origin)).status()).toBe(200)
  const [customer] = (await stripe.customers.list({ email })).data
  const { data } = await stripe.prices.list({ lookup_keys: ['saas_enterprise_year'] })
  const { latest_invoice } = await stripe.subscriptions.create({
    customer: customer?.id ?? '',
    items: [{ price: data[0]?.id ?? '' }],
    collection_method: 'send_invoice',
    days_until_due: 60,
    billing_cycle_anchor: renewal.getTime() / 1000,
  })
  await stripe.invoices.finalizeInvoice(`${latest_invoice}`).catch(() => {})
  await stripe.invoices.pay(`${latest_invoice}`, { paid_out_of_band: true })
  await soon(page, '/dashboard', page.getByText('You’re on Enterprise'))
  return renewal
}

/** Waits for a mail to the user, which the sweeper sends, and returns its text. */
async function mailTo({ email }: TestUser, subject: string): Promise<string> {
  let text = ''
  const look = async () => {
    await runSweeper(dirname(stackFile), stack)
    const mails = await (await fetch(`${stack.mailbox.url}/messages?to=${email}`)).json()
    const found = mails.find((mail: { subject: string }) => mail.subject === subject)
    text = JSON.stringify(found ?? '')
    return text
  }
  await expect.poll(look).toContain(subject)
  return text
}

test('a customer on NET 60 is late only after 60 days, keeps access for 14 more, and is told so', async ({
  page,
}) => {
  const user = await openWithNewAccount(page)
  const renewal = await subscribeByInvoice(page, user)
  // Stripe finalizes the invoice of a renewal an hour later: the 60 days begin then.
  const due = new Date(renewal.getTime() + 60 * day)
  const graceEnd = new Date(due.getTime() + 14 * day)

  await test.step('a day before the due date', async () => {
    await moveClock({ to: new Date(due.getTime() - day / 2).toISOString() })
    const heading = `Your invoice is due on ${longDate(due)}`
    await soon(page, '/dashboard', page.getByRole('heading', { name: heading }))
    await expect(page.getByText('You’re on Enterprise')).toBeVisible()
    await inspectOnEveryScreen(page, 'net-60-due')
    await page.goto('/settings')
    await expect(page.getByText('Active', { exact: true })).toBeVisible()
    expect(await mailTo(user, `Your invoice from Tollgate is due on ${longDate(due)}`)).toContain(
      'no action is needed',
    )
  })

  await test.step('on the due date', async () => {
    await moveClock({ to: new Date(due.getTime() + day / 2).toISOString() })
    await soon(page, '/dashboard', page.getByRole('heading', { name: 'Your invoice is past due' }))
    await expect(page.getByText(`It was due on ${longDate(due)} ($1,990.00).`)).toBeVisible()
    await expect(page.getByText(`You keep full access until ${longDate(graceEnd)}.`)).toBeVisible()
    await expect(page.getByText('You’re on Enterprise')).toBeVisible()
    await inspectOnEveryScreen(page, 'net-60-past-due')
    const mail = await mailTo(user, 'Your invoice from Tollgate is past due')
    expect(mail).toContain(`Your invoice for Enterprise was due on ${longDate(due)}`)
    expect(mail).toContain('Amount due: $1,990.00')
    expect(mail).toContain(`You keep full access until ${longDate(graceEnd)}`)
  })

  await test.step('until 14 days later', async () => {
    await moveClock({ to: graceEnd.toISOString() })
    await soon(page, '/dashboard', page.getByText('You’re on Enterprise'))
    await moveClock({ to: new Date(graceEnd.getTime() + day / 2).toISOString() })
    await soon(page, '/dashboard', page.getByText('You’re on Free'))
    const ended = `Your grace period ended on ${longDate(graceEnd)}, so your paid features are locked.`
    await expect(page.getByText(ended)).toBeVisible()
    await inspectOnEveryScreen(page, 'net-60-closed')
  })

  await test.step('and has it all again once the invoice is paid', async () => {
    await page.getByRole('button', { name: 'Pay invoice' }).click()
    await page.waitForURL(`${stack.stripe.url}/i/**`)
    await fillCard(page, cards.works)
    await page.getByRole('button', { name: /^Pay \$/ }).click()
    await expect(page.getByText(/Paid|Thank/i).first()).toBeVisible()
    await soon(page, '/dashboard', page.getByText('You’re on Enterprise'))
  })
})
