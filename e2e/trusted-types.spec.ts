import { demoAccount, expect, openAs, test } from './test'

test.use({ expectedErrors: [/TrustedHTML|TrustedScript|default-src|Content Security Policy/] })

test('a page makes no script and no markup out of a string, and still loads its own', async ({
  page,
}) => {
  await openAs(page, demoAccount('pro'))
  // Client-side navigation loads the chunks of another page.
  await page.getByRole('link', { name: 'Plans' }).first().click()
  await page.waitForURL('**/plans**')
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()

  const tries = await page.evaluate(() => {
    const attempt = (make: () => void) => {
      try {
        make()
        return 'done'
      } catch (error) {
        return error instanceof Error ? error.name : 'refused'
      }
    }
    const script = document.createElement('script')
    return {
      markup: attempt(() => {
        document.createElement('div').innerHTML = '<img src=x onerror=alert(1)>'
      }),
      text: attempt(() => {
        script.text = 'alert(1)'
      }),
      foreign: attempt(() => {
        script.src = 'https://evil.example/a.js'
      }),
      own: attempt(() => {
        script.src = '/_next/static/chunks/a.js'
      }),
    }
  })

  expect(tries).toEqual({
    markup: 'TypeError',
    text: 'TypeError',
    foreign: 'TypeError',
    own: 'done',
  })
})
