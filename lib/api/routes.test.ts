import { readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkAnswer } from '@/testing/api/check-answer'
import { empty, isText, type Method, type Route } from './route'
import { routes } from './routes'

const all: [name: string, route: Route][] = Object.entries(routes)
const methodsOf = ({ method, otherMethods = [] }: Route) => [method, ...otherMethods]

const files = readdirSync('app/api', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('route.ts'))
  // It answers for the paths that aren't there.
  .filter((file) => !file.startsWith('[...path]'))

/** `/api/features/{feature}` for `features/[feature]/route.ts`. */
const pathOf = (file: string) =>
  `/api/${file.replace(/\/route\.ts$/, '').replace(/\[(\w+)\]/g, '{$1}')}`

describe('the table', () => {
  it('has each route once', () => {
    const names = all.flatMap(([, route]) =>
      methodsOf(route).map((method) => `${method} ${route.path}`),
    )
    expect(new Set(names).size).toBe(names.length)
  })

  it('has each other name once, and none that is a path of ours', () => {
    const aliases = all.flatMap(([, { aliases = [] }]) => aliases)
    expect(new Set(aliases).size).toBe(aliases.length)
    const paths: string[] = all.map(([, { path }]) => path)
    expect(aliases.filter((alias) => paths.includes(alias))).toEqual([])
  })

  it('opens to everyone only what is meant to be', () => {
    const open = all.filter(([, { caller }]) => caller.kind === 'anyone').map(([name]) => name)
    expect(open).toEqual(['listPlans', 'comparePlans', 'health', 'openApi'])
  })

  it.each(all.map(([name, { path, caller }]) => [name, path, caller.kind]))(
    'asks for the right kind of caller: %s',
    (_, path, kind) => {
      expect(path.startsWith('/api/admin/'), path).toBe(kind === 'staff')
      expect(path.startsWith('/api/cron/'), path).toBe(kind === 'scheduler')
      expect(path.endsWith('/webhook'), path).toBe(kind === 'stripe')
      if (kind === 'service') expect(path).toMatch(/^\/api\/usage/)
    },
  )

  it('has every file of app/api, and a file for every route', () => {
    const paths = [...new Set(all.map(([, { path }]) => path))]
    expect(files.map(pathOf).sort()).toEqual(paths.sort())
  })
})

describe.each(files)('app/api/%s', (file) => {
  it('exports the handlers of the table, and 405 for other methods', async () => {
    const exported: Record<Method, { route?: Route }> = await import(resolve('app/api', file))

    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const) {
      const listed = all.find(
        ([, route]) => route.path === pathOf(file) && methodsOf(route).includes(method),
      )
      expect(exported[method].route, method).toBe(listed?.[1])
    }
  })
})

describe.each(all)('%s', (_, route) => {
  const { params = z.object({}), query, body, answers, example } = route

  it('describes the parameters of its path', () => {
    const inPath = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)
    expect(Object.keys(params.shape)).toEqual(inPath)
  })

  it('reads no body with GET', () => {
    if (methodsOf(route).includes('GET')) expect(body).toBeUndefined()
  })

  it('has an example that fits', async () => {
    expect(params.safeParse(example.params ?? {}).error).toBeUndefined()
    expect(query?.safeParse(example.query ?? {}).error).toBeUndefined()
    if (body && isText(body)) expect(typeof example.body).toBe('string')
    else expect(body?.safeParse(example.body).error).toBeUndefined()
    const answer =
      answers[200] === empty ? new Response(null) : Response.json(example.answer ?? null)
    await checkAnswer(route, answer)
  })
})
