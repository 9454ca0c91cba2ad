import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { choosePorts, type Ports } from './ports'

const closing: (() => void)[] = []
afterEach(() => {
  for (const close of closing.splice(0)) close()
})

const from = (first: number) => ({
  PORT: String(first),
  STRIPE_PORT: String(first),
  COGNITO_PORT: String(first),
  DYNAMODB_PORT: String(first),
  MAILBOX_PORT: String(first),
})

/** Chooses in a process of its own, which then stays until it is ended, and listens on nothing. */
function chooseElsewhere(first: number): Promise<Ports> {
  const script = `
    import { choosePorts } from ${JSON.stringify(new URL('ports.ts', import.meta.url).href)}
    process.send(await choosePorts(${JSON.stringify(from(first))}))
    process.on('disconnect', () => process.exit())
  `
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--input-type=module', '--eval', script],
    { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  )
  closing.push(() => child.kill())
  return new Promise((resolve, reject) => {
    child.once('message', (ports) => resolve(ports as Ports))
    child.once('exit', (code) => reject(new Error(`It ended with ${code}`)))
  })
}

it('chooses the next port for each part, and skips what is in use', async () => {
  const taken = createServer()
  await new Promise<void>((listening) => taken.listen(23_411, '127.0.0.1', listening))
  closing.push(() => taken.close())

  const ports = Object.values(await choosePorts(from(23_410)))

  expect(ports).not.toContain(23_411)
  expect(new Set(ports).size).toBe(5)
  expect(Math.min(...ports)).toBe(23_410)
  expect(Math.max(...ports)).toBeLessThan(23_420)
})

it('never chooses what another process has chosen and does not listen on yet', async () => {
  const all = await Promise.all([1, 2, 3].map(() => chooseElsewhere(23_450)))

  const ports = all.flatMap((chosen) => Object.values(chosen))
  expect(new Set(ports).size).toBe(15)
})
