'use client'

import { type ReactNode, useId, useState } from 'react'
import { useLazy } from './use-lazy'

export type TooltipProps = {
  /** Describes the button: more than its name, and not needed to use it. */
  text: string
  /** The button's name, if its content is only an icon. */
  label?: string
  className?: string
  onClick?: () => void
  children: ReactNode
}

/** A button whose description shows on hover and focus. Screen readers always have the description. */
export function Tooltip(props: TooltipProps) {
  const [panel, reach] = useLazy(() => import('./tooltip-panel'))
  const [isOver, setOver] = useState(false)
  const id = useId()
  const show = async () => setOver(await reach())
  return (
    <>
      <button
        type="button"
        aria-label={props.label}
        aria-describedby={id}
        className={props.className}
        onClick={props.onClick}
        onPointerEnter={show}
        onFocus={show}
        onPointerLeave={() => setOver(false)}
        onBlur={() => setOver(false)}
        onKeyDown={({ key }) => key === 'Escape' && setOver(false)}
      >
        <span className="relative">
          {props.children}
          {panel && isOver && <panel.TooltipPanel text={props.text} />}
        </span>
      </button>
      <span id={id} hidden>
        {props.text}
      </span>
    </>
  )
}
