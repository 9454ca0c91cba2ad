'use client'

import { useState } from 'react'
import { nameOf, type PopoverProps } from './types'
import { useLazy } from './use-lazy'

/** A button that opens a small surface beside it, whose code loads when one reaches for it. */
export function Popover(props: PopoverProps) {
  const [panel, reach] = useLazy(() => import('./popover-panel'))
  const [wasOpened, setOpened] = useState(false)
  if (panel && wasOpened) return <panel.PopoverPanel {...props} />
  return (
    <button
      type="button"
      aria-label={nameOf(props)}
      aria-haspopup="dialog"
      aria-expanded={false}
      className={props.triggerClass}
      onPointerEnter={reach}
      onFocus={reach}
      onClick={async () => setOpened(await reach())}
    >
      {props.trigger}
    </button>
  )
}
