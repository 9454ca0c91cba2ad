import { Socket } from 'node:net'

/**
 * Loaded into the app's process. Holds one end of a pipe from the stack. The pipe closes when the
 * stack ends, even by `kill -9`; then this ends the app's whole process group.
 */
const fd = process.env.WATCHDOG_FD
// The app's children load this file too, and must not take the descriptor for their own.
Reflect.deleteProperty(process.env, 'WATCHDOG_FD')

if (fd) {
  const parent = new Socket({ fd: Number(fd) })
  parent.once('close', () => process.kill(-process.pid, 'SIGKILL'))
  parent.resume()
  parent.unref()
}
