import { type RefObject, useLayoutEffect } from 'react'
import { planHeadingId } from './settings-ids'

/**
 * For what goes away with what it did, such as a button to cancel: whoever had the focus in it finds it
 * on the heading above, and not at the top of the document.
 */
export function useFocusReturn(ref: RefObject<HTMLElement | null>) {
  useLayoutEffect(() => {
    const element = ref.current
    return () => {
      if (!element?.contains(document.activeElement)) return
      // A moment later it is gone; a dialog would keep the focus until then.
      queueMicrotask(() => document.getElementById(planHeadingId)?.focus())
    }
  }, [ref])
}
