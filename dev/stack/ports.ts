import { mkdirSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import getPort from 'get-port'
import { takeLock } from './process-lock'
import { StartupError } from './startup-error'

const preferred = { app: 3000, stripe: 4010, cognito: 9229, dynamodb: 8000, mailbox: 8025 }
const variables = {
  app: 'PORT',
  stripe: 'STRIPE_PORT',
  cognito: 'COGNITO_PORT',
  dynamodb: 'DYNAMODB_PORT',
  mailbox: 'MAILBOX_PORT',
} as const

export type Ports = Record<keyof typeof preferred, number>

/**
 * A free port for each part: the usual one or the one in its variable, or the next free one. 0:
 * any. The app listens on its port much later, so each port is also locked for this process: two
 * stacks that start at once never choose the same.
 */
export async function choosePorts(env: Record<string, string | undefined>): Promise<Ports> {
  const ports: Ports = { ...preferred }
  const chosen = new Set<number>()
  for (const part of Object.keys(preferred) as (keyof Ports)[]) {
    const first = Number(env[variables[part]] ?? preferred[part])
    const port = first ? await firstFree(first, chosen) : await getPort()
    chosen.add(port)
    ports[part] = port
  }
  return ports
}

async function firstFree(first: number, except: ReadonlySet<number>): Promise<number> {
  const last = Math.min(first + 100, 65_535)
  for (let port = first; port <= last; port++) {
    if (!except.has(port) && (await isFree(port)) && lock(port)) return port
  }
  throw new StartupError(`No port from ${first} to ${last} is free`)
}

const isFree = async (port: number) => (await getPort({ port })) === port

/** A lock counts while its process runs, so none has to be removed. */
function lock(port: number): boolean {
  const folder = join(tmpdir(), `tollgate-ports-${userInfo().uid}`)
  mkdirSync(folder, { recursive: true })
  const holder = takeLock(join(folder, String(port)))
  return holder === null || holder.pid === process.pid
}
