'use client'

import { type ComponentProps, useRef } from 'react'
import { useFocusReturn } from './use-focus-return'

/** A button that disappears once its action has succeeded. */
export function TransientButton({
  className = 'button',
  ...props
}: Omit<ComponentProps<'button'>, 'ref' | 'type'>) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusReturn(button)
  return <button ref={button} type="button" className={className} {...props} />
}
