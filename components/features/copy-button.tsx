'use client'

import { Copy } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { toast } from '@/components/ui/toast/toasts'

/** Copies a text to the clipboard and shows a toast. */
export function CopyButton({ text }: { text: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      toast({ text: 'Copied.' })
    } catch {
      toast({
        text: 'Your browser blocked copying. Select the text and copy it instead.',
        tone: 'bad',
      })
    }
  }
  return (
    <Button size="small" onClick={copy}>
      <Copy aria-hidden="true" className="size-4" />
      Copy
    </Button>
  )
}
