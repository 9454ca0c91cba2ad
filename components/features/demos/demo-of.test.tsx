import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { catalogs } from '@/lib/billing/catalog/catalogs/by-name'
import { DemoView } from '../demo-view'
import { demoOf, isExample } from './demo-of'

const now = new Date('2026-03-01T12:00:00Z')
const shown = (feature: string) =>
  renderToStaticMarkup(<DemoView demo={demoOf(feature)} appUrl="https://app.test" now={now} />)

it.each(Object.values(catalogs))('every feature of $name has a page of its own', (catalog) => {
  const features = Object.keys(catalog.features)

  for (const feature of features) expect(shown(feature), feature).not.toContain('First steps')
  expect(new Set(features.map(shown)).size).toBe(features.length)
})

it('a feature without a demo shows its first steps, whatever its key', () => {
  for (const feature of ['anything', 'constructor', '__proto__']) {
    expect(shown(feature)).toContain('First steps')
  }
})

it('says when usage alerts come, and where a cap is set', () => {
  const html = shown('usage-alerts')

  expect(html).toContain('At 50, 80, and 100% of the included credits')
  expect(html).toContain('At 50, 80, and 100% of your spending cap')
  expect(html).toMatch(/href="\/usage"/)
})

it('shows a request to the API without an invented key', () => {
  const html = shown('api-access')

  expect(html).toContain('Authorization: Bearer $TOKEN')
  expect(html).toMatch(/access token that your app gets.*href="\/docs\/api"/)
  expect(html).not.toContain('••••')
})

it('marks what is made up as an example, but not a real call or the real alerts', () => {
  const features = ['analytics', 'weekly-backups', 'api-access', 'usage-alerts']

  expect(features.filter((feature) => isExample(demoOf(feature)))).toEqual([
    'analytics',
    'weekly-backups',
  ])
})

it('lists the values of a chart in a table, and shows the dates of a list', () => {
  expect(shown('analytics')).toMatch(/<caption>Active customers, in customers<\/caption>.*358/)
  expect(shown('weekly-backups')).toContain('February 26, 2026')
})
