import { readIfExists } from '../atomic-write'

const files = [
  '',
  '.local',
  '.development',
  '.development.local',
  '.production',
  '.production.local',
]

/** Names where a live Stripe key lies: an environment variable, or a file that Next would read. */
export function findLiveKeys(env: Record<string, string | undefined>, folder = '.'): string[] {
  const live = /\b[sr]k_live_/
  return [
    ...Object.keys(env).filter((name) => live.test(env[name] ?? '')),
    ...files
      .map((suffix) => `.env${suffix}`)
      .filter((name) => live.test(readIfExists(`${folder}/${name}`) ?? '')),
  ]
}
