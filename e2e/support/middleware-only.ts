import { readFileSync } from 'node:fs'
import { buildMinimalApp, removeMinimalApp } from '@/bench/support/minimal-app'

/** The text of every page in this build. The pages check nothing. */
export const openedText = 'This page asks nothing'
/** The dashboard also says whether the token had been verified before the page was rendered. */
export const verifiedText = 'The token is verified'

/**
 * Builds an app of our middleware and of pages that check nothing, so that only the middleware can
 * refuse a visitor.
 */
export function buildMiddlewareOnly(): { folder: string; remove(): void } {
  const page = `export const dynamic = 'force-dynamic'
export default function Page() { return <h1>${openedText}</h1> }
`
  const dashboard = `export const dynamic = 'force-dynamic'
export default function Page() {
  const pools = [...(globalThis.tollgateVerifiedTokens?.values() ?? [])]
  const isVerified = pools.some((tokens) => tokens.size > 0)
  return <h1>{'${openedText}'} {isVerified && '${verifiedText}'}</h1>
}
`
  // As in our app, an unknown feature has no page.
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
    'app/dashboard/page.jsx': dashboard,
    'app/dashboard/[feature]/page.jsx': featurePage,
    'app/settings/page.jsx': page,
    'app/admin/[[...rest]]/page.jsx': page,
  })
  return { folder, remove: () => removeMinimalApp(folder) }
}
