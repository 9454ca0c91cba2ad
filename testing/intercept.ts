/**
 * Stands around a call to somebody else: `accounts.save`, `stripe POST /v1/customers`. May look,
 * wait, fail before it is carried out, or fail after.
 */
export type Around = <T>(name: string, send: () => Promise<T>) => Promise<T>

export const undisturbed: Around = (_name, send) => send()

/** The port with `around` standing around each of its verbs. */
export function faulty<Port extends object>(name: string, port: Port, around: Around): Port {
  const verbs = Object.entries(port).map(([verb, call]) => [
    verb,
    (...given: unknown[]) => around(`${name}.${verb}`, async () => call(...given)),
  ])
  // Each verb takes and promises what it did: all of a port's verbs return promises.
  return Object.fromEntries(verbs) as Port
}

/** Every call whose name contains `part` fails, before it is carried out. */
export const failing =
  (part: string): Around =>
  (name, send) =>
    name.includes(part) ? Promise.reject(new Error(`${name} is down`)) : send()

/**
 * The process dies at its `at`-th call, before that is carried out or just after. The dead do
 * nothing: every later call fails too, whatever a `catch` would have done.
 */
export function crashing(at: number, when: 'before' | 'after'): Around & { died(): boolean } {
  let count = 0
  let dead = false
  const die = (): never => {
    dead = true
    throw new Error('The process died')
  }
  const around: Around = async (_name, send) => {
    if (dead) die()
    const here = ++count === at
    if (here && when === 'before') die()
    const answer = await send()
    return here ? die() : answer
  }
  return Object.assign(around, { died: () => dead })
}

/** Holds up the first call whose name contains `part`: `reached` when it is made, until `release`. */
export function holding(part: string) {
  let reach = () => {}
  let release = () => {}
  const reached = new Promise<void>((resolve) => {
    reach = resolve
  })
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let held = false
  const around: Around = async (name, send) => {
    if (!held && name.includes(part)) {
      held = true
      reach()
      await released
    }
    return send()
  }
  return { around, reached, release: () => release() }
}
