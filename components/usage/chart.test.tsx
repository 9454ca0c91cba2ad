import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { UsageChart } from './chart'
import { pointAfterKey } from './chart-text'

const points = [12, 0, 30].map((value, day) => ({ at: `2026-03-0${day + 1}T00:00:00.000Z`, value }))
const shown = (chart: Partial<Parameters<typeof UsageChart>[0]> = {}) =>
  renderToStaticMarkup(
    <UsageChart name="API calls" unit="calls" step="day" points={points} {...chart} />,
  )

describe('a chart of usage', () => {
  it('reads out its newest point, and has a bar for each', () => {
    const html = shown()

    expect(html).toContain('aria-valuetext="Mar 3: 30 calls"')
    expect(html.match(/<rect/g)).toHaveLength(3)
  })

  it('has every value in a table, the newest first', () => {
    const rows = shown().match(/<th scope="row".*?<\/td>/g)

    expect(rows?.map((row) => row.replace(/<[^>]+>/g, ' ').trim())).toEqual([
      'Mar 3  30',
      'Mar 2  0',
      'Mar 1  12',
    ])
  })

  it('draws a gauge as an area, which falls and rises at the points', () => {
    expect(shown({ isGauge: true })).toContain('d="M0 60V60H1V100H2V0H3"')
  })

  it('draws one point, and shows nothing without any', () => {
    expect(shown({ points: points.slice(0, 1) })).toContain('Mar 1')
    expect(shown({ points: [] })).toBe('')
  })

  it.each([
    ['ArrowLeft', 5, 4],
    ['ArrowRight', 5, 6],
    ['ArrowRight', 9, 9],
    ['ArrowLeft', 0, 0],
    ['PageDown', 5, 0],
    ['Home', 5, 0],
    ['End', 5, 9],
    ['Tab', 5, null],
    ['constructor', 5, null],
  ])('moves by the key %s from %i to %s', (key, at, to) => {
    expect(pointAfterKey(key, at, 10)).toBe(to)
  })
})
