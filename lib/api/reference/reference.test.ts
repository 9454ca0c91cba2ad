import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { silentLog } from '@/lib/log'
import { checkAnswer } from '@/testing/api/check-answer'
import { docFiles } from './doc-files'
import { openApiDocument } from './document'
import { openApi } from './openapi'

const document = openApiDocument()
const text = JSON.stringify(document)
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

describe('what is made from the route table', () => {
  it.each(docFiles(document))('%s is up to date: npm run api:docs', (file, content) => {
    expect(readFileSync(file, 'utf8')).toBe(content)
  })

  it('is answered by GET /api/openapi.json', async () => {
    const answer = await openApi({ log: silentLog, checkAnswer })(
      new Request('https://app.test/api/openapi.json'),
    )
    expect(await answer.json()).toEqual(JSON.parse(text))
  })
})

describe('the OpenAPI document', () => {
  it('refers only to components that exist', () => {
    const refs = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map(
      ([, name]) => name,
    )
    const { schemas } = document.components
    expect(new Set(refs)).toEqual(new Set(Object.keys(schemas)))
    expect(text.match(/"\$ref":"(?!#\/components\/schemas\/)[^"]*"/)).toBeNull()
  })

  it('names each operation once', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
  })

  it.each(operations)('declares what $method $path uses', ({ path, operation }) => {
    const { tags, security, parameters = [] } = operation
    expect(document.tags.map(({ name }) => name)).toContain(tags[0])
    for (const scheme of security.flatMap(Object.keys)) {
      expect(document.components.securitySchemes).toHaveProperty(scheme)
    }
    const inPath = parameters.filter((parameter) => parameter.in === 'path')
    expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
    expect(inPath.every(({ required }) => required)).toBe(true)
  })

  it('writes times as text, and no bounds of JavaScript', () => {
    expect(text).toContain('"format":"date-time"')
    expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER))
    expect(text).not.toContain('"propertyNames"')
  })
})

describe('docs/api.md', () => {
  it('has each heading once, so that links lead to the right one', () => {
    const [, [, page]] = docFiles(document) as [unknown, [string, string]]
    const headings = [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading.toLowerCase(),
    )
    expect(headings.filter((heading, at) => headings.indexOf(heading) !== at)).toEqual([])
  })
})
