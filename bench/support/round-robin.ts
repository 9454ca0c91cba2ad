/** Returns the next of `things` at each call, and starts again after the last. */
export function roundRobin<T>(things: T[]): () => T {
  let turn = 0
  return () => {
    const thing = things[turn++ % things.length]
    if (thing === undefined) throw new Error('An empty list has no next element')
    return thing
  }
}
