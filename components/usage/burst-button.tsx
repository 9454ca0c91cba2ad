'use client'

import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { postJson } from '@/components/ui/call-api'
import { toast } from '@/components/ui/toast/toasts'
import { burstText } from './burst-text'

/** On the local stack: records some usage, so that the bars move. */
export function BurstButton() {
  const [isBusy, setBusy] = useState(false)
  async function record() {
    setBusy(true)
    const answer = await postJson('/api/usage/burst', {})
    if (answer.kind === 'leaving') return
    setBusy(false)
    if (answer.kind === 'refused') return toast({ text: answer.message, tone: 'bad' })
    toast({ text: burstText(answer.body) })
  }
  return (
    <Button onClick={record} isBusy={isBusy} busyText="Recording…">
      Record a burst (local stack only)
    </Button>
  )
}
