/** dynalite ships no types. Only what we use of it. */
declare module 'dynalite' {
  import type { Server } from 'node:http'

  export default function dynalite(options?: {
    /** Folder of the LevelDB store; in memory when left out. */
    path?: string
    createTableMs?: number
    deleteTableMs?: number
    updateTableMs?: number
  }): Server
}
