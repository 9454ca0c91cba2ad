import { expect, it } from 'vitest'
import { BASE, createShop } from './testing'

it('says on every page that there is no real money, and allows no scripts', async () => {
  const shop = await createShop()
  const { path } = await shop.checkout()
  const { latest_invoice } = await shop.subscribed()
  const portal = await shop.stripe.billingPortal.sessions.create({ customer: shop.ada.id })
  const all = [
    path,
    new URL(portal.url).pathname,
    `/i/${latest_invoice}`,
    '/_panel',
    '/_panel/events',
    '/_panel/webhooks',
    '/_panel/faults',
    '/c/pay/cs_nothing',
    '/p/nothing',
  ]
  for (const page of all) {
    const response = await shop.site.request(BASE + page)
    const html = await response.text()
    expect(html, page).toContain('<strong>Local Stripe</strong> <span>no real payments</span>')
    expect(html, page).not.toMatch(/<script|<[^>]+ (style|on\w+)=/)
    expect(response.headers.get('content-security-policy'), page).toMatch(/^default-src 'none'; /)
  }
})

it('serves its stylesheet and icon', async () => {
  const { site } = await createShop()
  const style = await site.request(`${BASE}/_pages/style.css`)
  const icon = await site.request(`${BASE}/_pages/icon.svg`)

  expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
  expect(await style.text()).toContain('prefers-color-scheme: dark')
  expect(icon.headers.get('content-type')).toBe('image/svg+xml')
})

it('redirects / to the control panel', async () => {
  const shop = await createShop()

  expect((await shop.visit('/')).location).toBe('/_panel')
})

it('shows the error of the engine, and leaves 404s to the API', async () => {
  const shop = await createShop()
  const { status, text } = await shop.submit('/_panel/customers/cus_nobody/portal')
  expect(status).toBe(400)
  expect(text).toContain("No such customer: 'cus_nobody'")

  const api = await shop.site.request(`${BASE}/v1/nothing`)
  expect(api.headers.get('content-type')).toContain('application/json')
})
