'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { type CallResult, postJson } from '@/components/ui/call-api'

type Refused = Extract<CallResult, { kind: 'refused' }>

/** Makes a real call of the API, and shows what it answers. */
export function TryApi({ path }: { path: `/api/${string}` }) {
  const [isBusy, setBusy] = useState(false)
  const [answer, setAnswer] = useState<string | null>(null)
  const [problem, setProblem] = useState<Refused | null>(null)

  async function call() {
    setBusy(true)
    setProblem(null)
    const result = await postJson(path, {})
    if (result.kind === 'leaving') return
    setBusy(false)
    if (result.kind === 'refused') {
      setAnswer(null)
      return setProblem(result)
    }
    setAnswer(JSON.stringify(result.body, null, 2))
  }

  return (
    <div className="mt-5">
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <Button onClick={call} isBusy={isBusy} busyText="Calling…">
          Try it
        </Button>
        <Link href="/usage" className="link">
          View usage
        </Link>
      </div>
      <div role="status">
        {answer && (
          <>
            <p className="mt-5 mb-2 font-semibold">Answer</p>
            <pre className="whitespace-pre-wrap break-words rounded-field bg-sunk p-4 font-mono text-sm">
              <code>{answer}</code>
            </pre>
          </>
        )}
      </div>
      <p role="alert" className="mt-3 font-medium text-bad text-sm empty:hidden">
        {problem?.message}
        {problem?.capUrl && (
          <>
            {' '}
            <a href={problem.capUrl} className="link">
              Change your cap
            </a>
          </>
        )}
      </p>
    </div>
  )
}
