import { invalid } from '../../engine/world/errors'

/** One condition of a search query, such as `-email~"ada"`. */
export interface Clause {
  negated: boolean
  field: string
  /** The key of `metadata["key"]`. */
  key: string | null
  operator: Operator
  /** Null for the word `null`, which matches a field without a value. */
  value: string | null
}
export type Operator = ':' | '~' | '>' | '>=' | '<' | '<='

export interface Query {
  clauses: Clause[]
  /** Whether all clauses have to match, or one of them. */
  joinedBy: 'and' | 'or'
}

/**
 * Parses Stripe's search query language. Clauses are joined by a space, `AND` or `OR`, but not by
 * both words.
 *
 * @see https://docs.stripe.com/search#search-query-language
 */
export function parseQuery(query: string): Query {
  const clauses: Clause[] = []
  const words = new Set<string>()
  let rest = query.trimStart()
  while (rest !== '') {
    const found = CLAUSE.exec(rest)
    if (!found?.groups) throw unparsable()
    clauses.push(clauseOf(found.groups))
    rest = rest.slice(found[0].length)
    if (rest.trim() === '') break
    const join = JOIN.exec(rest)
    if (!join) throw unparsable()
    if (join[1]) words.add(join[1].toLowerCase())
    rest = rest.slice(join[0].length)
    // A word that joins needs a clause on both sides.
    if (join[1] && rest === '') throw unparsable()
  }
  if (clauses.length === 0 || words.size > 1) throw unparsable()
  if (clauses.length > MAX_CLAUSES) {
    throw invalid(`A search query can have at most ${MAX_CLAUSES} clauses.`, 'query')
  }
  return { clauses, joinedBy: words.has('or') ? 'or' : 'and' }
}

const MAX_CLAUSES = 10

const DOUBLE_QUOTED = String.raw`"(?:[^"\\]|\\.)*"`
const SINGLE_QUOTED = String.raw`'(?:[^'\\]|\\.)*'`
const QUOTED = `${DOUBLE_QUOTED}|${SINGLE_QUOTED}`

const CLAUSE = new RegExp(
  String.raw`^(?<negated>-?)(?<field>[a-z_]\w*(?:\.\w+)*)(?:\[(?<key>${QUOTED})\])?` +
    String.raw`(?<operator>>=|<=|[:~<>])(?<value>${QUOTED}|-?[\w.]+)(?=\s|$)`,
  'i',
)
const JOIN = /^\s+(?:(and|or)\s+)?/i

function clauseOf(parts: Record<string, string | undefined>): Clause {
  const { negated, field = '', key, operator, value = '' } = parts
  const isQuoted = /^["']/.test(value)
  const isNull = value.toLowerCase() === 'null'
  // Only numbers can stand without quotes.
  if (!isQuoted && !isNull && !/^-?\d+(\.\d+)?$/.test(value)) throw unparsable()
  return {
    negated: negated === '-',
    field,
    key: key === undefined ? null : unquoted(key),
    operator: operator as Operator,
    value: isNull ? null : isQuoted ? unquoted(value) : value,
  }
}

const unquoted = (text: string) => text.slice(1, -1).replaceAll(/\\(.)/g, '$1')

const unparsable = () =>
  invalid(
    'We were unable to parse your search query. Try using the format `metadata["key"]:"value"` to query for metadata or key:"value" to query for other fields.',
    'query',
  )
