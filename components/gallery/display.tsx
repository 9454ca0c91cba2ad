import { Check, Inbox } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { Button, ButtonLink } from '@/components/ui/button'
import { FeatureIcon } from '@/components/ui/feature-icon'
import { EmptyState } from '@/components/ui/feedback/empty-state'
import { NoticeBox } from '@/components/ui/feedback/notice'
import { ProgressBar } from '@/components/ui/feedback/progress'
import { Loading, Skeleton, SkeletonText } from '@/components/ui/feedback/skeleton'
import { Cell, HeadCell, Row, Table } from '@/components/ui/table'
import { Tabs } from '@/components/ui/tabs'

export const GalleryButtons = () => (
  <div className="grid gap-4">
    {(['medium', 'small', 'large'] as const).map((size) => (
      <div key={size} className="flex flex-wrap items-center gap-3">
        <Button size={size} variant="primary">
          Primary
        </Button>
        <Button size={size}>Secondary</Button>
        <Button size={size} variant="quiet">
          Quiet
        </Button>
        <Button size={size} variant="danger">
          Danger
        </Button>
        <Button size={size} variant="primary" isBusy busyText="Opening Stripe…">
          Pay now
        </Button>
        <Button size={size} disabled>
          Disabled
        </Button>
        <ButtonLink size={size} href="/plans">
          Link
        </ButtonLink>
      </div>
    ))}
  </div>
)

export const GalleryBadges = () => (
  <div className="flex flex-wrap items-center gap-2.5">
    <Badge>Free</Badge>
    <Badge tone="brand">Most popular</Badge>
    <Badge tone="go" icon={<Check aria-hidden="true" className="size-3.5" />}>
      Active
    </Badge>
    <Badge tone="signal">Trial ends in 3 days</Badge>
    <Badge tone="bad">Past due</Badge>
    {features.map((feature, index) => (
      <FeatureIcon key={feature} feature={feature} isOpen={index < 4} />
    ))}
  </div>
)

export const GalleryNotices = () => (
  <div className="grid gap-3">
    <NoticeBox title="Prices exclude tax" level="h3">
      Payments are processed by Stripe.
    </NoticeBox>
    <NoticeBox
      title="3 days left in your Pro trial"
      tone="signal"
      level="h3"
      action={<Button>Manage billing</Button>}
    >
      You’ll be charged $49.00 on December 28, 2026.
    </NoticeBox>
    <NoticeBox
      title="Payment failed"
      tone="bad"
      level="h3"
      action={
        <>
          <Button variant="primary">Pay $49.00</Button>
          <Button>Update card</Button>
        </>
      }
    >
      Visa ending in 4242 was declined. You keep full access until December 12, 2026.
    </NoticeBox>
    <NoticeBox title="You’re on Pro" tone="go" level="h3">
      Analytics and daily backups are open.
    </NoticeBox>
    <NoticeBox title="New: audit log" tone="brand" level="h3">
      Who did what, and when.
    </NoticeBox>
  </div>
)

export const GalleryProgress = () => (
  <div className="grid gap-5">
    <ProgressBar label="Import" value={0.4} />
    <ProgressBar label="Waiting for Stripe" />
  </div>
)

export const GalleryTable = () => (
  <Table
    caption="Invoices"
    head={
      <>
        <HeadCell>Date</HeadCell>
        <HeadCell>Status</HeadCell>
        <HeadCell isNumber>Amount</HeadCell>
      </>
    }
  >
    {invoices.map(({ date, status, tone, amount }) => (
      <Row key={date}>
        <Cell isHeading>{date}</Cell>
        <Cell>
          <Badge tone={tone}>{status}</Badge>
        </Cell>
        <Cell isNumber>{amount}</Cell>
      </Row>
    ))}
  </Table>
)

export const GalleryTabs = () => (
  <Tabs
    label="Settings"
    tabs={['Plan', 'Billing', 'Account', 'Security'].map((name) => ({
      key: name,
      name,
      content: <p className="text-muted">{name} goes here.</p>,
    }))}
  />
)

export const GalleryEmpty = () => (
  <div className="grid gap-5 sm:grid-cols-2">
    <EmptyState
      icon={<Inbox className="size-6" />}
      title="No invoices yet"
      level="h3"
      action={<ButtonLink href="/plans">View plans</ButtonLink>}
    >
      Your receipts will be here after your first payment.
    </EmptyState>
    <Loading className="rounded-card border border-line p-6">
      <Skeleton className="mb-4 h-7 w-40" />
      <SkeletonText />
    </Loading>
  </div>
)

const features = [
  'api-access',
  'weekly-backups',
  'analytics',
  'priority-support',
  'single-sign-on',
  'audit-log',
]

const invoices = [
  { date: 'November 28, 2026', status: 'Paid', tone: 'go', amount: '$49.00' },
  { date: 'October 28, 2026', status: 'Past due', tone: 'bad', amount: '$1,049.00' },
  { date: 'September 28, 2026', status: 'Void', tone: 'neutral', amount: '$9.00' },
] as const
