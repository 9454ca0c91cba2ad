'use client'

import { useState } from 'react'
import type { MenuProps } from './types'
import { useLazy } from './use-lazy'

/** A button that opens a menu. The menu's code loads on hover or focus of the button. */
export function Menu(props: MenuProps) {
  const [panel, load] = useLazy(() => import('./menu-panel'))
  const [wasOpened, setOpened] = useState(false)
  if (panel && wasOpened) return <panel.MenuPanel {...props} />
  return (
    <button
      type="button"
      aria-label={props.label}
      aria-haspopup="menu"
      aria-expanded={false}
      className={props.triggerClass}
      onPointerEnter={load}
      onFocus={load}
      onClick={async () => {
        if (await load()) setOpened(true)
        else if (props.fallback) location.assign(props.fallback)
      }}
    >
      {props.trigger}
    </button>
  )
}
