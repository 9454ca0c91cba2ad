import { Socket } from 'node:net'

/**
 * Loaded into the app's process beside its own code. Holds the other end of a pipe from the stack: when that closes,
 * the stack is gone, however it went (kill -9 included), and the app's whole process group goes too.
 */
const fd = process.env.LEASH_FD
// The app's children load this as well, and must not take it for theirs.
Reflect.deleteProperty(process.env, 'LEASH_FD')

if (fd) {
  const leash = new Socket({ fd: Number(fd) })
  leash.once('close', () => process.kill(-process.pid, 'SIGKILL'))
  leash.resume()
  leash.unref()
}
