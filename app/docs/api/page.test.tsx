import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import { routes } from '@/lib/api/routes'
import ApiReferencePage from './page'

describe('the page of the API', () => {
  const html = renderToStaticMarkup(<ApiReferencePage />)
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)

  it.each(Object.values(routes))('has $method $path', ({ path, summary }) => {
    expect(html).toContain(path)
    expect(html).toContain(summary.replaceAll("'", '&#x27;'))
  })

  it('links only to what is on it', () => {
    const links = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    expect(links.filter((id) => !ids.includes(id))).toEqual([])
  })

  it('has each anchor once', () => {
    expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([])
  })

  it('has no markup of the text left', () => {
    expect(html.replace(/<pre.*?<\/pre>/gs, '')).not.toContain('`')
  })
})
