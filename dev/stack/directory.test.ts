import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { takeDirectory } from './directory'
import { StartupError } from './startup-error'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stack-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('belongs to one stack at a time', () => {
  const first = takeDirectory(folder)

  expect(() => takeDirectory(folder)).toThrow(StartupError)
  expect(() => takeDirectory(folder)).toThrow(`process ${process.pid}`)

  first.release()
  takeDirectory(folder).release()
})

it('is taken over from a stack that died', async () => {
  const child = spawn(process.execPath, ['-e', ''])
  await once(child, 'exit')
  writeFileSync(join(folder, 'stack.lock'), JSON.stringify({ pid: child.pid, startedAt: '1' }))

  takeDirectory(folder).release()
})

it('is taken over by one of many who come at once', async () => {
  const dead = JSON.stringify({ pid: process.pid, startedAt: 'in another life' })
  writeFileSync(join(folder, 'stack.lock'), dead)
  // The process that takes the folder over prints so, and keeps it until the others have tried.
  const script = `
    import { takeDirectory } from ${JSON.stringify(new URL('directory.ts', import.meta.url).href)}
    while (Date.now() < Number(process.argv[2])) {}
    try { takeDirectory(process.argv[1]); console.log('taken') } catch { console.log('refused') }
    process.stdin.resume()
  `
  const start = String(Date.now() + 3000)
  const children = Array.from({ length: 4 }, () =>
    spawn(process.execPath, ['--import', 'tsx', '-e', script, folder, start]),
  )

  const said = await Promise.all(
    children.map(async ({ stdout }) => String(await once(stdout, 'data'))),
  )
  for (const child of children) child.kill('SIGKILL')
  await Promise.all(children.map((child) => once(child, 'exit')))

  expect(said.map((each) => each.trim()).sort()).toEqual(['refused', 'refused', 'refused', 'taken'])
  expect(readdirSync(folder)).toEqual(['stack.lock'])
})

it('is taken over when the dead stack’s process id is used by something else', () => {
  writeFileSync(
    join(folder, 'stack.lock'),
    JSON.stringify({ pid: process.pid, startedAt: 'in another life' }),
  )

  takeDirectory(folder).release()
})

it('starts afresh on request, but not under a running stack', () => {
  const first = takeDirectory(folder)
  writeFileSync(first.file('mailbox.json'), '[]')

  expect(() => takeDirectory(folder, { reset: true })).toThrow(StartupError)
  expect(existsSync(first.file('mailbox.json'))).toBe(true)

  first.release()
  takeDirectory(folder, { reset: true }).release()
  expect(readdirSync(folder)).toEqual([])
})
