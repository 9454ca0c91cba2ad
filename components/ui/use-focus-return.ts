import { type RefObject, useLayoutEffect } from 'react'
import { planHeadingId } from './settings-ids'

/**
 * For an element that its own action removes, such as a cancel button: the focus inside it moves to
 * the heading above, not to the top of the document.
 */
export function useFocusReturn(ref: RefObject<HTMLElement | null>) {
  useLayoutEffect(() => {
    const element = ref.current
    return () => {
      if (!element?.contains(document.activeElement)) return
      // In a microtask, after the element is gone: an open dialog would keep the focus.
      queueMicrotask(() => document.getElementById(planHeadingId)?.focus())
    }
  }, [ref])
}
