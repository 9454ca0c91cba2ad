import { spawn } from 'node:child_process'
import { newFolder, removeFolder, startStack } from './stack'

/** `npm run e2e`: a production build on a fresh local stack, and Playwright against it. */
const [mine, ...rest] = process.argv.slice(2)
const flags = mine === '--no-build' ? ['--no-build'] : []
const forPlaywright = mine === '--no-build' ? rest : process.argv.slice(2)

const folder = newFolder()
try {
  const stack = await startStack('preview', { folder, flags })
  try {
    process.exitCode = await playwright(`${folder}/stack.json`)
  } finally {
    await stack.stop()
  }
} finally {
  removeFolder(folder)
}

function playwright(stackFile: string): Promise<number> {
  const child = spawn('npx', ['playwright', 'test', ...forPlaywright], {
    stdio: 'inherit',
    env: { ...process.env, STACK_FILE: stackFile },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}
