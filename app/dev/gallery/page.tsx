import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import type { ReactNode } from 'react'
import {
  GalleryBadges,
  GalleryButtons,
  GalleryEmpty,
  GalleryNotices,
  GalleryProgress,
  GalleryTable,
  GalleryTabs,
} from '@/components/gallery/display'
import { GalleryForms } from '@/components/gallery/forms'
import { GalleryOverlays } from '@/components/gallery/overlays'
import { GalleryUsage } from '@/components/gallery/usage'
import { Card, CardHeader, CardStub } from '@/components/ui/card'
import { PageHeader } from '@/components/ui/page-header'

export const metadata: Metadata = { title: 'Gallery', robots: { index: false } }

/** In development only: every component of `components/ui`, in both color schemes. */
export default function GalleryPage() {
  if (process.env.NODE_ENV === 'production') notFound()
  return (
    <div className="mx-auto w-full max-w-page px-gutter pt-8">
      <PageHeader title="Gallery" above={[{ href: '/', name: 'Home' }]}>
        Every component of the interface. See <code>components/ui/README.md</code>.
      </PageHeader>
      <div className="grid gap-8 xl:grid-cols-2">
        {(['light', 'dark'] as const).map((theme) => (
          <div
            key={theme}
            data-theme={theme}
            className="min-w-0 rounded-panel bg-paper p-4 text-ink sm:p-6"
          >
            <h2 className="printed mb-5 text-muted">{theme}</h2>
            <Parts />
          </div>
        ))}
      </div>
    </div>
  )
}

const Parts = () => (
  <div className="grid gap-6 [&>*]:min-w-0">
    <Part title="Buttons">
      <GalleryButtons />
    </Part>
    <Part title="Badges and features">
      <GalleryBadges />
    </Part>
    <Part title="Overlays">
      <GalleryOverlays />
    </Part>
    <Part title="Notices">
      <GalleryNotices />
    </Part>
    <Part title="Forms">
      <GalleryForms />
    </Part>
    <Part title="Tabs">
      <GalleryTabs />
    </Part>
    <Part title="Progress">
      <GalleryProgress />
    </Part>
    <Part title="Usage">
      <GalleryUsage />
    </Part>
    <Part title="Table">
      <GalleryTable />
    </Part>
    <Part title="Empty and loading">
      <GalleryEmpty />
    </Part>
    <Part title="Type">
      {sizes.map((size) => (
        <p key={size} className={`${size} font-bold`}>
          Get paid. Let people in.
        </p>
      ))}
      <p className="printed text-muted">Access token</p>
      <CardStub>
        <p>The stub of a ticket, below the perforation.</p>
      </CardStub>
    </Part>
  </div>
)

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <Card>
    <CardHeader title={title} level="h3" />
    {children}
  </Card>
)

const sizes = [
  'text-sm',
  'text-base',
  'text-lg',
  'text-xl',
  'text-2xl',
  'text-3xl',
  'text-4xl',
  'text-5xl',
]
