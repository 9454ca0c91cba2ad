import { spawn, spawnSync } from 'node:child_process'
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import getPort from 'get-port'

export type Postgres = {
  urlOf(database: string): string
  createDatabase(name: string): void
  /** The result's rows, with `|` between the columns. */
  ask(database: string, sql: string): string[]
  stop(): Promise<void>
}

const startTimeoutMs = 60_000
const programs = ['initdb', 'postgres', 'psql']

/** The folder of PostgreSQL's programs, of the newest version. Debian doesn't put it in the PATH. */
export function findPostgres(): string | null {
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? readdirSync(debian) : []
  const newestFirst = versions.toSorted((a, b) => Number(b) - Number(a))
  const folders = [
    ...newestFirst.map((version) => join(debian, version, 'bin')),
    ...(process.env.PATH ?? '').split(delimiter),
  ]
  const isWhole = (folder: string) => programs.every((name) => existsSync(join(folder, name)))
  return folders.find(isWhole) ?? null
}

/**
 * Starts a new cluster in a temporary folder, on a free port of the loopback interface. Like the local
 * stack it doesn't wait for the disk.
 */
export async function startPostgres(bin: string): Promise<Postgres> {
  const folder = mkdtempSync(join(tmpdir(), 'tollgate-postgres-'))
  const owner = unprivileged()
  if (owner) chownSync(folder, owner.uid, owner.gid)
  const port = await getPort()
  const env = { ...process.env, LC_ALL: 'C' }

  const run = (program: string, args: string[]): string => {
    const options = { cwd: folder, env, encoding: 'utf8' as const, ...owner }
    const { status, stdout, stderr } = spawnSync(join(bin, program), args, options)
    if (status !== 0) throw new Error(`${program}: ${stdout}${stderr}`)
    return stdout
  }
  const ask = (database: string, sql: string): string[] => {
    const where = ['-h', '127.0.0.1', '-p', String(port), '-U', 'postgres', '-d', database]
    return run('psql', [...where, '-X', '-A', '-t', '-c', sql])
      .split('\n')
      .filter(Boolean)
  }

  const data = join(folder, 'data')
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'off',
  }
  const set = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  try {
    run('initdb', ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--no-sync'])
  } catch (error) {
    rmSync(folder, { recursive: true, force: true })
    throw error
  }
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...set], {
    cwd: folder,
    env,
    stdio: 'ignore',
    ...owner,
  })
  const ended = new Promise<void>((done) => child.once('exit', () => done()))
  const stop = async () => {
    // A fast shutdown: it doesn't wait for open connections.
    child.kill('SIGINT')
    await ended
    rmSync(folder, { recursive: true, force: true })
  }

  const answers = () => {
    try {
      return ask('postgres', 'select 1').length === 1
    } catch {
      return false
    }
  }
  const until = Date.now() + startTimeoutMs
  while (!answers()) {
    if (child.exitCode !== null || Date.now() > until) {
      await stop()
      throw new Error('PostgreSQL did not start')
    }
    await wait(100)
  }
  return {
    urlOf: (database) => `postgres://postgres@127.0.0.1:${port}/${database}`,
    createDatabase: (name) => void ask('postgres', `create database ${name}`),
    ask,
    stop,
  }
}

/** As root, runs PostgreSQL as the user `postgres` of its package, because it refuses to run as root. */
function unprivileged(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => {
    const { status, stdout } = spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' })
    if (status !== 0) throw new Error('PostgreSQL refuses root, and there is no user `postgres`')
    return Number(stdout)
  }
  return { uid: id('-u'), gid: id('-g') }
}
