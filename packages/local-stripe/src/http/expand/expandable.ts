import { invalid } from '../../engine/world/errors'
import { ANSWERS, REFERENCES } from './references'

const MAX_DEPTH = 4

/** Reads the paths of `expand`, and refuses those that answers of this endpoint can't have. */
export function pathsToExpand(endpoint: string, given: unknown): string[] {
  if (given === undefined) return []
  if (!Array.isArray(given) || given.some((path) => typeof path !== 'string')) {
    throw invalid('Invalid array', 'expand')
  }
  for (const path of given) requireExpandable(endpoint, path)
  return given
}

function requireExpandable(endpoint: string, path: string): void {
  const parts = path.split('.')
  if (parts.length > MAX_DEPTH) {
    throw invalid(
      `You cannot expand more than ${MAX_DEPTH} levels of a property. Property: ${path}`,
      'expand',
      'property_expansion_max_depth',
    )
  }
  const answer = answers().get(endpoint)
  // The pages of Checkout have an endpoint that the SDK doesn't know.
  if (answer === undefined || canExpand(answer, parts)) return
  const hint =
    answer.isList && canExpand(answer, ['data', ...parts])
      ? ` You may want to try expanding 'data.${path}' instead.`
      : ''
  throw invalid(`This property cannot be expanded (${path}).${hint}`, 'expand')
}

/** What a value is: an object of one of these kinds, a list of them, or a hash inside of one. */
interface Value {
  kinds: string[]
  isList: boolean
  /** Whether a path can end here: a reference, or what is shown only on request. */
  isEnd: boolean
}

function canExpand(from: Value, parts: string[]): boolean {
  let at = [from]
  // The fields since the last object.
  let hash = ''
  for (const part of parts) {
    const inside = at.flatMap(({ kinds, isList }) => {
      if (isList) return part === 'data' ? [{ kinds, isList: false, isEnd: true }] : []
      return kinds.flatMap((kind) => references().get(`${kind} ${hash}${part}`) ?? [])
    })
    if (inside.length === 0) return false
    const isHash = inside.every(({ kinds }) => kinds.length === 0)
    if (isHash) {
      hash = `${hash}${part}.`
      at = at.map((each) => ({ ...each, isEnd: inside.some(({ isEnd }) => isEnd) }))
    } else {
      hash = ''
      at = inside
    }
  }
  return at.some(({ isEnd }) => isEnd)
}

const answers = once(() => new Map(linesOf(ANSWERS).map(({ path, value }) => [path, value])))

const references = once(() => {
  const found = new Map<string, Value>()
  for (const { path, value } of linesOf(REFERENCES)) {
    found.set(path, value)
    // The hashes around it, from the inside out.
    for (let end = path.length; end > path.indexOf(' '); end = path.lastIndexOf('.', end - 1)) {
      const outer = path.slice(0, end)
      if (!found.has(outer)) found.set(outer, { kinds: [], isList: false, isEnd: false })
    }
  }
  return found
})

const linesOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [, path = '', brackets, kinds = ''] = /^(.*?)(\[\])?:( .*)?$/.exec(line) ?? []
      const value = { kinds: kinds.split(' ').filter(Boolean), isList: !!brackets, isEnd: true }
      return { path, value }
    })

function once<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
