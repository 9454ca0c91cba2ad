import { spawn } from 'node:child_process'
import { availableParallelism } from 'node:os'
import { newFolder, type RunningStack, removeFolder, spawnStack } from './support/stack'

/**
 * `npm run e2e`: runs Playwright against a production build. Each of Playwright's workers has its own
 * local stack and app, so that tests can run in parallel.
 */
const [mine, ...rest] = process.argv.slice(2)
const hasBuild = mine === '--no-build'
const forPlaywright = hasBuild ? rest : process.argv.slice(2)

const folders = Array.from({ length: Math.min(availableParallelism(), 4) }, newFolder)
const stacks: RunningStack[] = []
try {
  const [first = '', ...others] = folders
  stacks.push(
    await spawnStack('preview', { folder: first, flags: hasBuild ? ['--no-build'] : [] }),
    ...(await Promise.all(
      others.map((folder) => spawnStack('preview', { folder, flags: ['--no-build'] })),
    )),
  )
  process.exitCode = await playwright(folders.map((folder) => `${folder}/stack.json`))
} finally {
  await Promise.all(stacks.map((stack) => stack.stop()))
  folders.forEach(removeFolder)
}

function playwright(stackFiles: string[]): Promise<number> {
  const args = ['playwright', 'test', `--workers=${stackFiles.length}`, ...forPlaywright]
  const child = spawn('npx', args, {
    stdio: 'inherit',
    env: { ...process.env, STACK_FILES: stackFiles.join(',') },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
