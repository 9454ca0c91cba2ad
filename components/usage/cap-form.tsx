'use client'

import { type FormEvent, useState } from 'react'
import { decimalsOf } from 'stripe-currencies'
import { Button } from '@/components/ui/button'
import { postJson } from '@/components/ui/call-api'
import { TextField } from '@/components/ui/forms/field'
import { Option, OptionGroup } from '@/components/ui/forms/option'
import { Dialog, DialogActions } from '@/components/ui/overlays/dialog'
import { toast } from '@/components/ui/toast/toasts'
import { capEffect, capText, centsOf } from './cap-text'
import { useUsageRefetch } from './live'
import type { ShownCap, ShownMeter } from './types'

/** The user's spending cap of a meter, and a dialog to change it. */
export function SpendingCap({ meter }: { meter: ShownMeter }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
      <p className="text-sm">{capText(meter)}</p>
      <Button size="small" onClick={() => setOpen(true)}>
        {meter.cap ? 'Change cap' : 'Set a cap'}
        <span className="sr-only"> for {meter.name}</span>
      </Button>
      <Dialog
        title={`Spending cap for ${meter.name}`}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <CapForm meter={meter} onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  )
}

type Mode = ShownCap['mode'] | 'off'

function CapForm({ meter, onDone }: { meter: ShownMeter; onDone: () => void }) {
  const { cap, overage } = meter
  const currency = overage?.currency ?? 'usd'
  const decimals = decimalsOf(currency)
  const [mode, setMode] = useState<Mode>(cap?.mode ?? 'off')
  const [typed, setTyped] = useState(cap ? String(cap.cents / 10 ** decimals) : '')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const refetch = useUsageRefetch()
  const cents = centsOf(typed, decimals)

  async function save(event: FormEvent) {
    event.preventDefault()
    if (mode !== 'off' && cents === null) {
      return setProblem('Enter an amount, such as 50.')
    }
    setBusy(true)
    setProblem(null)
    const answer = await postJson('/api/usage/cap', {
      meter: meter.meter,
      mode,
      ...(mode !== 'off' && { cents }),
    })
    if (answer.kind === 'leaving') return
    setBusy(false)
    if (answer.kind === 'refused') return setProblem(answer.message)
    await refetch()
    toast({ text: mode === 'off' ? 'Spending cap removed' : 'Spending cap saved' })
    onDone()
  }

  return (
    <form onSubmit={save} className="grid gap-5">
      <p className="text-muted">
        For what you use beyond your plan, in each billing period. Your plan itself isn’t part of
        it.
      </p>
      <OptionGroup legend="When your extra usage costs more">
        {modes.map(({ value, name, hint }) => (
          <Option
            key={value}
            name="mode"
            value={value}
            checked={mode === value}
            onChange={() => setMode(value)}
            hint={hint}
          >
            {name}
          </Option>
        ))}
      </OptionGroup>
      {mode !== 'off' && (
        <TextField
          label={`Amount in ${currency.toUpperCase()}`}
          inputMode="decimal"
          autoComplete="off"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
          hint={cents === null ? undefined : capEffect(mode, cents, meter)}
          error={problem}
        />
      )}
      {mode === 'off' && problem && (
        <p role="alert" className="font-medium text-bad text-sm">
          {problem}
        </p>
      )}
      <DialogActions>
        <Button type="submit" variant="primary" isBusy={isBusy} busyText="Saving…">
          Save
        </Button>
        <Button onClick={onDone}>Cancel</Button>
      </DialogActions>
    </form>
  )
}

const modes: { value: Mode; name: string; hint: string }[] = [
  { value: 'off', name: 'No cap', hint: 'Everything goes on. You pay for what you use.' },
  { value: 'notify', name: 'Tell me', hint: 'By email, before and when the amount is reached.' },
  { value: 'stop', name: 'Stop', hint: 'Usage that would cost more is refused.' },
]
