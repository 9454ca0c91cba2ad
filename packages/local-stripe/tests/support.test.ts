import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { TEST_CARDS, TEST_TOKENS } from '../src/engine/customers/test-cards'
import { EVENT_TYPES } from '../src/engine/world/event-types'
import { DIFFERENCES } from '../support/differences'
import { REASONS } from '../support/reasons'
import { referencesText } from '../support/sdk/expandable'
import { endpoints, namesNotSupported, supportTable } from '../support/table'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

describe('SUPPORT.md', () => {
  it('is what `npm run support` writes', () => {
    expect(readFileSync(join(root, 'SUPPORT.md'), 'utf8')).toBe(supportTable())
  })

  it('says why each parameter is not supported', () => {
    const explained = REASONS.flatMap(([, names]) => names)
    expect(explained.toSorted()).toEqual([...namesNotSupported()].toSorted())
  })

  it('says differences of endpoints that exist', () => {
    expect(Object.keys(DIFFERENCES).filter((each) => !endpoints().includes(each))).toEqual([])
  })
})

it('has in references.ts what `npm run support` reads from the types of the SDK', () => {
  const references = readFileSync(join(root, 'src/http/expand/references.ts'), 'utf8')
  expect(references).toBe(referencesText(endpoints()))
})

describe('the README', () => {
  it('lists the event types that the engine sends', () => {
    expect(rowsOf('Events').map(([type = '']) => unquoted(type))).toEqual([...EVENT_TYPES])
  })

  it('lists the test cards and their tokens', () => {
    const listed = rowsOf('Test cards').map(([number = '', tokens = '']) => [
      unquoted(number).replaceAll(' ', ''),
      codesIn(tokens),
    ])
    const actual = Object.keys(TEST_CARDS).map((number) => [
      number,
      Object.keys(TEST_TOKENS).filter((token) => TEST_TOKENS[token] === number),
    ])

    expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(actual))
  })

  it.each(['Events', 'Behavior'])('has a verdict in each row of %s', (title) => {
    const verdict = title === 'Behavior' ? 2 : 1
    const rows = rowsOf(title)

    expect(rows.length).toBeGreaterThan(0)
    expect(rows.filter((row) => !['✓', 'partly', 'no'].includes(row[verdict] ?? ''))).toEqual([])
  })
})

describe('the list of event types', () => {
  const source = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/event-types|\.test\./.test(file))
    .map((file) => readFileSync(join(root, 'src', file), 'utf8'))
    .join('\n')

  it.each(EVENT_TYPES)('%s is sent somewhere', (type) => {
    expect(source).toContain(`'${type}'`)
  })
})

function section(title: string): string {
  const [, after = ''] = readme.split(`\n### ${title}\n`)
  return after.split(/\n#{2,3} /)[0] ?? ''
}

/** The cells of the tables in a section, without header rows. */
const rowsOf = (title: string): string[][] =>
  section(title)
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (event|card|area) \|/.test(line))
    .map((line) =>
      line
        .slice(1, -1)
        .split('|')
        .map((cell) => cell.trim()),
    )

const unquoted = (cell: string) => cell.replaceAll('`', '')

const codesIn = (text: string) => [...text.matchAll(/`([^`]+)`/g)].map(([, code = '']) => code)
