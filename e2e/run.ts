import { spawn } from 'node:child_process'
import { newFolder, removeFolder, startStack } from './stack'

/** `npm run e2e`: a production build on a fresh local stack, and Playwright against it. */
const [mine, ...rest] = process.argv.slice(2)
const flags = mine === '--no-build' ? ['--no-build'] : []
const forPlaywright = mine === '--no-build' ? rest : process.argv.slice(2)

const folder = newFolder()
const stack = await startStack('preview', { folder, flags })
const code = await new Promise<number>((resolve) => {
  const child = spawn('npx', ['playwright', 'test', ...forPlaywright], {
    stdio: 'inherit',
    env: { ...process.env, STACK_FILE: `${folder}/stack.json` },
  })
  child.once('error', () => resolve(1))
  child.once('exit', (exit) => resolve(exit ?? 1))
})
await stack.stop()
removeFolder(folder)
process.exitCode = code
