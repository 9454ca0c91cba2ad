import { CopyButton } from './copy-button'
import { DemoCard } from './demo-card'
import { TryApi } from './try-api'
import type { Demo } from './types'

/** A key, a request that uses it, and a button that makes the call: it counts as usage. */
export function ApiDemo({
  keyName,
  path,
  appUrl,
}: Extract<Demo, { kind: 'api' }> & { appUrl: string }) {
  const request = [`curl -X POST ${appUrl}${path}`, `  -H "Authorization: Bearer $TOKEN"`].join(
    ' \\\n',
  )
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <DemoCard title="Your key">
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <p className="font-semibold">{keyName}</p>
          <p className="rounded-field bg-sunk px-3 py-1.5 font-mono text-sm">
            <span className="sr-only">ends in </span>
            <span aria-hidden="true">••••••••••••</span>4f2a
          </p>
        </div>
      </DemoCard>
      <DemoCard
        title="Your first request"
        about="Each call counts as usage. One that fails doesn’t."
        action={<CopyButton text={request} />}
      >
        <Code label="Request">{request}</Code>
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
