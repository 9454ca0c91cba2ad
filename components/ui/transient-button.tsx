'use client'

import { type ComponentProps, useRef } from 'react'
import { Button } from './button'
import { useFocusReturn } from './use-focus-return'

/** A button that disappears once its action has succeeded. The focus moves to the heading above. */
export function TransientButton(props: Omit<ComponentProps<typeof Button>, 'ref' | 'type'>) {
  const button = useRef<HTMLButtonElement>(null)
  useFocusReturn(button)
  return <Button ref={button} {...props} />
}
