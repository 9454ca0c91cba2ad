import { readFileSync } from 'node:fs'
import { buildMinimalApp, removeMinimalApp } from '@/bench/minimal-app'

/** Every page of this build says so, and asks nothing of its visitor. */
export const openedText = 'This page asks nothing'

/**
 * Builds an app of our middleware and of pages that check nothing, so that only the middleware can
 * keep a visitor out.
 */
export function buildMiddlewareOnly(): { folder: string; remove(): void } {
  const page = `export const dynamic = 'force-dynamic'
export default function Page() { return <h1>${openedText}</h1> }
`
  // As in ours, there is no page for what is no feature.
  const featurePage = `import { notFound } from 'next/navigation'

export const dynamic = 'force-dynamic'
export default async function Page({ params }) {
  const { feature } = await params
  if (!['analytics', 'audit-log'].includes(feature)) notFound()
  return <h1>${openedText}</h1>
}
`
  const folder = buildMinimalApp('middleware-only', {
    'jsconfig.json': '{"compilerOptions":{"paths":{"@/*":["../../*"]}}}',
    'middleware.ts': readFileSync('middleware.ts', 'utf8'),
    'app/api/health/route.js': 'export const GET = () => new Response()',
    'app/dashboard/page.jsx': page,
    'app/dashboard/[feature]/page.jsx': featurePage,
    'app/settings/page.jsx': page,
    'app/admin/[[...rest]]/page.jsx': page,
  })
  return { folder, remove: () => removeMinimalApp(folder) }
}
