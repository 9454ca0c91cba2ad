'use client'

import { type ReactNode, useId, useState } from 'react'
import { useLazy } from './use-lazy'

export type TooltipProps = {
  /** Adds to the button's name. The button must be usable without it. */
  text: string
  /** The button's name, if its content is only an icon. */
  label?: string
  className?: string
  onClick?: () => void
  children: ReactNode
}

/** A button with a description, shown on hover and focus. Screen readers always read it. */
export function Tooltip(props: TooltipProps) {
  const [panel, load] = useLazy(() => import('./tooltip-panel'))
  const [isOver, setOver] = useState(false)
  const id = useId()
  const show = async () => setOver(await load())
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
