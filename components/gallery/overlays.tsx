'use client'

import { Download, Ellipsis, Info, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button, buttonClass } from '@/components/ui/button'
import { Dialog, DialogActions } from '@/components/ui/overlays/dialog'
import { Menu } from '@/components/ui/overlays/menu'
import { Popover } from '@/components/ui/overlays/popover'
import { Tooltip } from '@/components/ui/overlays/tooltip'
import { toast } from '@/components/ui/toast/toasts'

/** The parts that open on top of the page. */
export function GalleryOverlays() {
  const [isOpen, setOpen] = useState(false)
  const [density, setDensity] = useState('wide')
  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button onClick={() => setOpen(true)}>Open dialog</Button>
      <Dialog title="Pause your subscription" isOpen={isOpen} onClose={() => setOpen(false)}>
        <p>While paused, you won’t be charged and your plan’s features are locked.</p>
        <DialogActions>
          <Button variant="primary" onClick={() => setOpen(false)}>
            Never mind
          </Button>
          <Button onClick={() => setOpen(false)}>Pause now</Button>
        </DialogActions>
      </Dialog>
      <Menu
        label="More actions"
        trigger={<Ellipsis aria-hidden="true" className="size-5" />}
        triggerClass={buttonClass({ className: 'min-w-11 px-0' })}
        items={[
          { kind: 'link', href: '/plans', icon: <Info />, name: 'View plans' },
          {
            kind: 'action',
            act: () => toast({ text: 'Downloaded.' }),
            icon: <Download />,
            name: 'Download',
          },
          { kind: 'separator' },
          {
            kind: 'choices',
            label: 'Rows',
            value: density,
            onChoose: setDensity,
            choices: [
              { value: 'wide', name: 'Wide' },
              { value: 'dense', name: 'Dense' },
            ],
          },
          { kind: 'separator' },
          {
            kind: 'action',
            act: () =>
              toast({ text: 'Project deleted.', undo: () => toast({ text: 'Restored.' }) }),
            icon: <Trash2 />,
            name: 'Delete project',
            isDanger: true,
          },
        ]}
      />
      <Popover
        label="Why you have access"
        trigger="Why you have access"
        triggerClass={buttonClass()}
      >
        <p className="font-semibold">Pro includes it</p>
        <p className="mt-1 text-muted">You subscribe to Pro, which renews on December 28, 2026.</p>
      </Popover>
      <Tooltip
        text="Restore points retained for your plan."
        label="About backups"
        className={buttonClass({ variant: 'quiet', className: 'min-w-11 px-0' })}
      >
        <Info aria-hidden="true" className="size-5" />
      </Tooltip>
      <Button
        onClick={() =>
          toast({
            text: 'Subscription paused.',
            undo: () => toast({ text: 'Subscription resumed.' }),
          })
        }
      >
        Show toast
      </Button>
      <Button onClick={() => toast({ text: 'We couldn’t connect. Try again.', tone: 'bad' })}>
        Show problem
      </Button>
    </div>
  )
}
