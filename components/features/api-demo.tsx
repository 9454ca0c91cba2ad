import Link from 'next/link'
import { CopyButton } from './copy-button'
import { DemoCard } from './demo-card'
import { TryApi } from './try-api'
import type { Demo } from './types'

/** A request, where its token is from, and a button that makes the call: it counts as usage. */
export function ApiDemo({ path, appUrl }: Extract<Demo, { kind: 'api' }> & { appUrl: string }) {
  const request = [`curl -X POST ${appUrl}${path}`, `  -H "Authorization: Bearer $TOKEN"`].join(
    ' \\\n',
  )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <DemoCard
        title="Your first request"
        about="Each call counts as usage. One that fails doesn’t."
        action={<CopyButton text={request} />}
      >
        <Code label="Request">{request}</Code>
        <p className="mt-3 text-muted">
          <code>$TOKEN</code> is the access token that your app gets when you sign in. It expires
          after a few minutes. The button sends your session instead.{' '}
          <Link href="/docs/api" className="link">
            API reference
          </Link>
        </p>
        <TryApi path={path} />
      </DemoCard>
    </div>
  )
}

const Code = ({ label, children }: { label: string; children: string }) => (
  // A region that scrolls must be reachable with the keyboard.
  <section
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls
    tabIndex={0}
    aria-label={label}
    className="overflow-x-auto rounded-field bg-sunk p-4 font-mono text-sm"
  >
    <pre>
      <code>{children}</code>
    </pre>
  </section>
)
