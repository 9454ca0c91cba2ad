import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { z } from 'zod'

const Lock = z.object({
  packages: z.record(
    z.string(),
    z.object({
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      /** Comes within another package. */
      inBundle: z.boolean().optional(),
    }),
  ),
})
const { packages } = Lock.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')))

/** The native packages of each tool, by platform. npm on one platform may leave out the others'. */
const linux = (name: string, gnu = '-gnu', musl = '-musl') =>
  ['x64', 'arm64'].flatMap((cpu) => [`${name}linux-${cpu}${gnu}`, `${name}linux-${cpu}${musl}`])
const mac = (name: string) => [`${name}darwin-x64`, `${name}darwin-arm64`]
const windows = (name: string, abi = '-msvc') =>
  ['x64', 'arm64'].map((cpu) => `${name}win32-${cpu}${abi}`)

it.each([
  ['Biome', linux('@biomejs/cli-', ''), mac('@biomejs/cli-'), windows('@biomejs/cli-', '')],
  ['esbuild', linux('@esbuild/', '', ''), mac('@esbuild/'), windows('@esbuild/', '')],
  ['Next', linux('@next/swc-'), mac('@next/swc-'), windows('@next/swc-')],
  ['Lightning CSS', linux('lightningcss-'), mac('lightningcss-'), windows('lightningcss-')],
  [
    'Tailwind',
    linux('@tailwindcss/oxide-'),
    mac('@tailwindcss/oxide-'),
    windows('@tailwindcss/oxide-'),
  ],
  [
    'Rolldown',
    linux('@rolldown/binding-'),
    mac('@rolldown/binding-'),
    windows('@rolldown/binding-'),
  ],
  [
    'TypeScript',
    linux('@typescript/typescript-', '', ''),
    mac('@typescript/typescript-'),
    windows('@typescript/typescript-', ''),
  ],
])('has the native packages of %s for Linux, macOS and Windows', (_, ...platforms) => {
  const missing = platforms.flat().filter((name) => !packages[`node_modules/${name}`])

  expect(missing).toEqual([])
})

it('has a checksum for every package that is downloaded', () => {
  const unchecked = Object.entries(packages).filter(
    ([path, { integrity, link, inBundle }]) =>
      path.includes('node_modules/') && !link && !inBundle && !integrity,
  )

  expect(unchecked.map(([path]) => path)).toEqual([])
})
