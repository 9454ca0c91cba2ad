'use client'

import { useState } from 'react'
import { type PopoverProps, triggerLabel } from './types'
import { useLazy } from './use-lazy'

/** A button that opens a popover. The popover's code loads on hover or focus of the button. */
export function Popover(props: PopoverProps) {
  const [panel, load] = useLazy(() => import('./popover-panel'))
  const [wasOpened, setOpened] = useState(false)
  if (panel && wasOpened) return <panel.PopoverPanel {...props} />
  return (
    <button
      type="button"
      aria-label={triggerLabel(props)}
      aria-haspopup="dialog"
      aria-expanded={false}
      className={props.triggerClass}
      onPointerEnter={load}
      onFocus={load}
      onClick={async () => setOpened(await load())}
    >
      {props.trigger}
    </button>
  )
}
