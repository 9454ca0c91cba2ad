/** The code on the developers’ home page. A test checks that every name it imports is exported. */
export const samples = [
  {
    key: 'page',
    name: 'A page',
    file: 'app/(account)/reports/page.tsx',
    code: `import { requirePage } from '@/lib/auth/session'

// lib/auth/page-requirements.ts says what the page needs:
// ['/reports', { kind: 'feature', feature: 'analytics' }]
export default async function ReportsPage() {
  const { account, access } = await requirePage('/reports')
  return <h1>Reports of {account.email}, on {access.plan}</h1>
}`,
  },
  {
    key: 'handler',
    name: 'An API route',
    file: 'lib/api/reports/report.ts',
    code: `import { type GateServices, requireFeature } from '@/lib/api/gates/require'
import { handle } from '@/lib/api/handle'
import type { MemberServices } from '@/lib/api/services'
import { reportRoutes } from './routes'

export const readReport = (services: MemberServices & GateServices) =>
  handle(services, reportRoutes.report, async ({ user }) => {
    // Without the feature: 403, and the plan that has it.
    const { account } = await requireFeature(services, user, 'analytics')
    return { report: \`The report of \${account.userId}\` }
  })`,
  },
  {
    key: 'component',
    name: 'A component',
    file: 'app/(account)/reports/export.tsx',
    code: `import { FeatureGate } from '@/components/gates/feature-gate'

// Others see a lock, and which plan opens it.
export const Export = () => (
  <FeatureGate feature="analytics">
    <ExportButton />
  </FeatureGate>
)`,
  },
  {
    key: 'service',
    name: 'Another service',
    file: 'reports/server.ts',
    code: `import { CognitoJwtVerifier } from 'aws-jwt-verify'

const verifier = CognitoJwtVerifier.create({ userPoolId, clientId, tokenUse: 'access' })

// The token says what was paid for: no call to Tollgate, none to Stripe.
const token = await verifier.verify(accessToken)
if (!token['cognito:groups']?.includes('pro')) return forbidden()`,
  },
] as const
