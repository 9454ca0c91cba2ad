import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'

/** Names that several files export on purpose, each with the one meaning that it has in all of them. */
const shared: Record<string, string> = {
  handler: 'the name that AWS Lambda looks for',
  claimsOf: 'reads the claims of a token, in the local Cognito and in browser tests',
  signUp: "the local Cognito's operation, and the browser test that causes it",
  subscribe: 'buys a plan, by API in unit tests and by click in browser tests',
  test: 'the fixture of the unit tests, and that of the browser tests',
}

const folders = ['lib', 'components', 'dev', 'testing', 'bench', 'commands', 'lambda', 'e2e']
const declaration = /^export (?:async )?(?:const|function|class|type|interface) (\w+)/gm

const sources = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file))

/** The files that declare each exported name. Next and the local Stripe have rules of their own. */
function declarations(): Map<string, string[]> {
  const files = new Map<string, Set<string>>()
  for (const file of folders.flatMap(sources)) {
    // Code in a template string is that of a generated app, not ours.
    const text = readFileSync(file, 'utf8').replace(/`(?:\\.|[^`\\])*`/gs, '``')
    for (const [, name = ''] of text.matchAll(declaration)) {
      files.set(name, (files.get(name) ?? new Set()).add(file))
    }
  }
  return new Map([...files].map(([name, where]) => [name, [...where].sort()]))
}

it('exports no name from two files, unless both mean the same', () => {
  const names = declarations()
  expect(names.size).toBeGreaterThan(500)
  const twice = [...names].filter(([, files]) => files.length > 1)
  expect(Object.fromEntries(twice.filter(([name]) => !(name in shared)))).toEqual({})
  expect(twice.map(([name]) => name).sort()).toEqual(Object.keys(shared).sort())
})
