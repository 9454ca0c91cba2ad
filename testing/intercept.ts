/**
 * Wraps a call to another system, named `accountWrites.save` or `stripe POST /v1/customers`. It may
 * record the call, delay it, or fail before or after the call is carried out.
 */
export type Interceptor = <T>(name: string, send: () => Promise<T>) => Promise<T>

export const passThrough: Interceptor = (_name, send) => send()

/** The port with each of its methods wrapped by `intercept`. */
export function intercepted<Port extends object>(
  name: string,
  port: Port,
  intercept: Interceptor,
): Port {
  const methods = Object.entries(port).map(([method, call]) => [
    method,
    (...given: unknown[]) => intercept(`${name}.${method}`, async () => call(...given)),
  ])
  // True because all methods of a port return promises: each keeps its parameters and its result.
  return Object.fromEntries(methods) as Port
}

/** Fails every call whose name contains `part`, before it is carried out. */
export const failing =
  (part: string): Interceptor =>
  (name, send) =>
    name.includes(part) ? Promise.reject(new Error(`${name} is down`)) : send()

/**
 * Crashes the process at its `at`-th call, before that is carried out or just after. Every later
 * call fails too, since a dead process does nothing, whatever a `catch` would have done.
 */
export function crashing(at: number, when: 'before' | 'after'): Interceptor & { died(): boolean } {
  let count = 0
  let dead = false
  const die = (): never => {
    dead = true
    throw new Error('The process died')
  }
  const intercept: Interceptor = async (_name, send) => {
    if (dead) die()
    const isTarget = ++count === at
    if (isTarget && when === 'before') die()
    const answer = await send()
    return isTarget ? die() : answer
  }
  return Object.assign(intercept, { died: () => dead })
}

/**
 * Holds the first call whose name contains `part`: `reached` resolves when it is made, and it goes
 * on after `release()`.
 */
export function holding(part: string) {
  let markReached = () => {}
  let release = () => {}
  const reached = new Promise<void>((resolve) => {
    markReached = resolve
  })
  const released = new Promise<void>((resolve) => {
    release = resolve
  })
  let held = false
  const intercept: Interceptor = async (name, send) => {
    if (!held && name.includes(part)) {
      held = true
      markReached()
      await released
    }
    return send()
  }
  return { intercept, reached, release: () => release() }
}
