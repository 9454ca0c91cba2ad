'use client'

import { type ComponentProps, useRef } from 'react'
import { useFocusBeyond } from './use-focus-return'

/** A button that is gone once it has done its work. */
export function GoingButton({
  className = 'button',
  ...props
}: Omit<ComponentProps<'button'>, 'ref' | 'type'>) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusBeyond(button)
  return <button ref={button} type="button" className={className} {...props} />
}
