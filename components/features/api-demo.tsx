import { Card, CardHeader } from '@/components/ui/card'
import { CopyButton } from './copy-button'
import type { Demo } from './types'

/** A key, a request that uses it, and the answer. */
export function ApiDemo({
  keyName,
  path,
  body,
  answer,
  appUrl,
}: Extract<Demo, { kind: 'api' }> & { appUrl: string }) {
  const request = [
    `curl ${appUrl}${path}`,
    `  -H "Authorization: Bearer $TOKEN"`,
    ...(body ? [`  -d '${body}'`] : []),
  ].join(' \\\n')
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Card label="Your key">
        <CardHeader title="Your key" />
        <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2">
          <p className="font-semibold">{keyName}</p>
          <p className="rounded-field bg-sunk px-3 py-1.5 font-mono text-sm">
            <span className="sr-only">ends in </span>
            <span aria-hidden="true">••••••••••••</span>4f2a
          </p>
        </div>
      </Card>
      <Card label="Your first request">
        <CardHeader title="Your first request" action={<CopyButton text={request} />} />
        <Code label="Request">{request}</Code>
        <p className="mt-5 mb-2 font-semibold">Answer</p>
        <Code label="Answer">{answer}</Code>
      </Card>
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
