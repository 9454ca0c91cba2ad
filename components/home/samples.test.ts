import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { samples } from './samples'

const root = join(import.meta.dirname, '../..')

/** `import { type A, b } from '@/lib/c'` as its names and the file. */
const importsOf = (code: string) =>
  [...code.matchAll(/import (?:type )?\{ (.+) \} from '@\/(.+)'/g)].map(
    ([, names = '', file = '']) => ({
      names: names.split(',').map((name) => name.replace('type ', '').trim()),
      file,
    }),
  )

const readModule = (file: string): string => {
  const path = ['.ts', '.tsx'].map((end) => join(root, file + end)).find(existsSync)
  return path ? readFileSync(path, 'utf8') : ''
}

const ours = samples.flatMap(({ code }) => importsOf(code))

it('finds imports to check', () => {
  expect(ours.length).toBeGreaterThan(3)
})

it.each(ours)('the sample’s $names are exported by $file', ({ names, file }) => {
  const text = readModule(file)
  const exported = names.filter((name) =>
    new RegExp(`export (async function|function|const|type) ${name}\\b`).test(text),
  )
  expect(exported).toEqual(names)
})
