import { invalid } from '../../engine/world/errors'
import { hash, integer, text } from '../../engine/world/params'
import type { Resource } from '../../engine/world/types'
import type { World } from '../../engine/world/world'
import { checkLimit } from '../paginate'
import { get, type Route } from '../route'
import type { SearchField, SearchFields } from './fields'
import { type Clause, parseQuery } from './parse'

const Search = hash({ query: text, limit: integer.optional(), page: text.optional() })

type Searchable = Resource & { metadata: Record<string, string> | null }

/** `GET /v1/things/search`: newest first. */
export const searches = <T extends Searchable>(
  resource: string,
  items: (world: World) => T[],
  fields: SearchFields<T>,
): Route =>
  get(`/v1/${resource}/search`, Search, (world, _, { query, limit = 10, page }) => {
    checkLimit(limit)
    const matches = matcherOf(resource, fields, query)
    const found = items(world).filter(matches).reverse()
    const start = page === undefined ? 0 : startOf(page)
    const hasMore = found.length > start + limit
    return {
      object: 'search_result',
      url: `/v1/${resource}/search`,
      has_more: hasMore,
      next_page: hasMore ? pageAt(start + limit) : null,
      data: found.slice(start, start + limit),
    }
  })

function matcherOf<T extends Searchable>(
  resource: string,
  fields: SearchFields<T>,
  query: string,
): (item: T) => boolean {
  const { clauses, joinedBy } = parseQuery(query)
  const tests = clauses.map((clause) => {
    const matches = clauseMatcher(fieldOf(resource, fields, clause), clause)
    return clause.negated ? (item: T) => !matches(item) : matches
  })
  return joinedBy === 'or'
    ? (item) => tests.some((test) => test(item))
    : (item) => tests.every((test) => test(item))
}

function fieldOf<T extends Searchable>(
  resource: string,
  fields: SearchFields<T>,
  { field: name, key }: Clause,
): SearchField<T> {
  if (name === 'metadata' && key !== null) {
    return { type: 'token', read: (item) => item.metadata?.[key] }
  }
  const field = Object.hasOwn(fields, name) && key === null ? fields[name] : undefined
  if (field) return field
  throw invalid(
    `Field \`${name}\` is an unsupported search field for resource \`${resource}\`. See http://stripe.com/docs/search#query-fields-for-${resource.replaceAll('_', '-')} for a list of supported fields.`,
    'query',
  )
}

function clauseMatcher<T>(field: SearchField<T>, clause: Clause): (item: T) => boolean {
  const { operator, value } = clause
  if (!OPERATORS[field.type].includes(operator)) {
    throw invalid(
      `Operator \`${operator}\` is not supported for field \`${clause.field}\`.`,
      'query',
    )
  }
  if (value === null) {
    if (operator !== ':') throw invalid('Only the `:` operator can be used with null.', 'query')
    return (item) => isEmpty(field.read(item))
  }
  if (field.type === 'numeric') {
    const number = Number(value)
    if (value.trim() === '' || Number.isNaN(number)) {
      throw invalid(`Field \`${clause.field}\` needs a number, not \`${value}\`.`, 'query')
    }
    return (item) => {
      const found = field.read(item)
      return typeof found === 'number' && compare(found, operator, number)
    }
  }
  const wanted = value.toLowerCase()
  if (operator === '~' && wanted.length < 3) {
    throw invalid('Substring queries must have at least 3 characters.', 'query')
  }
  return (item) => {
    const found = field.read(item)
    if (isEmpty(found)) return false
    const text = String(found).toLowerCase()
    if (operator === '~') return text.includes(wanted)
    return field.type === 'token' ? text === wanted : hasWords(text, wanted)
  }
}

const OPERATORS: Record<SearchField<unknown>['type'], Clause['operator'][]> = {
  token: [':'],
  string: [':', '~'],
  numeric: [':', '>', '>=', '<', '<='],
}

/** An exact match of a string finds all words, in the same order. More words may be around them. */
const hasWords = (text: string, wanted: string) => ` ${words(text)} `.includes(` ${words(wanted)} `)

const words = (text: string) => text.trim().split(/\s+/).join(' ')

const isEmpty = (value: unknown) => value === null || value === undefined || value === ''

function compare(found: number, operator: Clause['operator'], wanted: number): boolean {
  if (operator === '>') return found > wanted
  if (operator === '>=') return found >= wanted
  if (operator === '<') return found < wanted
  if (operator === '<=') return found <= wanted
  return found === wanted
}

/** The cursor of a page. Stripe's is just as opaque. */
const pageAt = (start: number) => Buffer.from(`page:${start}`).toString('base64url')

function startOf(page: string): number {
  const start = /^page:(\d{1,9})$/.exec(Buffer.from(page, 'base64url').toString())?.[1]
  if (start === undefined) throw invalid('Invalid page token.', 'page')
  return Number(start)
}
