/** Each of them in turn, for ever. */
export function roundRobin<T>(things: T[]): () => T {
  let turn = 0
  return () => {
    const thing = things[turn++ % things.length]
    if (thing === undefined) throw new Error('There is nothing to take turns')
    return thing
  }
}
