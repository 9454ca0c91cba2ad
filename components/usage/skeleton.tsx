import { Card } from '@/components/ui/card'
import { Loading, Skeleton, SkeletonText } from '@/components/ui/feedback/skeleton'

/** The usage page while it loads: the totals, and a card for each meter. */
export const UsageSkeleton = () => (
  <Loading className="mx-auto w-full max-w-page px-gutter pt-8">
    <Skeleton className="h-11 w-40" />
    <Skeleton className="mt-2 mb-8 h-7 w-96 max-w-full" />
    <Skeleton className="mb-6 h-24 w-full" />
    {['first', 'second'].map((card) => (
      <Card key={card} className="mb-6 h-96">
        <Skeleton className="mb-6 h-6 w-40" />
        <SkeletonText lines={6} />
      </Card>
    ))}
  </Loading>
)
