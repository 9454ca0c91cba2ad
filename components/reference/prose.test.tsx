import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { Prose } from './prose'

it('shows paragraphs, lists and code', () => {
  const html = renderToStaticMarkup(<Prose text={'One `two` three.\n\n- a\n- `b`'} />)

  expect(html.replace(/ class="[^"]*"/g, '')).toBe(
    '<p><span>One </span><code>two</code><span> three.</span></p><ul><li><span>a</span></li><li><span></span><code>b</code><span></span></li></ul>',
  )
})
