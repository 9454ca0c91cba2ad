import { Card } from '@/components/ui/card'
import { Loading, Skeleton, SkeletonText } from '@/components/ui/feedback/skeleton'

/** The dashboard while it loads: plan, limits and features. */
export const DashboardSkeleton = () => (
  <Loading className="mx-auto w-full max-w-page px-gutter pt-8">
    <Title />
    <div className="mb-6 grid gap-6 lg:grid-cols-[3fr_2fr]">
      <Card className="h-80">
        <Skeleton className="h-9 w-44" />
        <Skeleton className="mt-4 h-5 w-72 max-w-full" />
      </Card>
      <Card className="h-80">
        <Skeleton className="mb-6 h-6 w-40" />
        <SkeletonText lines={6} />
      </Card>
    </div>
    <Card className="h-80">
      <Skeleton className="mb-6 h-6 w-40" />
      <SkeletonText lines={6} />
    </Card>
  </Loading>
)

/** A feature's page while it loads. */
export const FeatureSkeleton = () => (
  <Loading className="mx-auto w-full max-w-4xl px-gutter pt-8">
    <Skeleton className="mb-4 h-5 w-44" />
    <Title />
    <Card className="h-96">
      <Skeleton className="mb-6 h-6 w-40" />
      <SkeletonText lines={8} />
    </Card>
  </Loading>
)

/** The settings while they load: a column of cards. */
export const SettingsSkeleton = () => (
  <Loading className="mx-auto w-full max-w-3xl px-gutter pt-8">
    <Skeleton className="mb-8 h-11 w-40" />
    {['plan', 'access', 'account'].map((part) => (
      <Card key={part} className="mb-6 h-56">
        <Skeleton className="mb-6 h-6 w-40" />
        <SkeletonText lines={4} />
      </Card>
    ))}
  </Loading>
)

/** A page with one centered card while it loads. */
export const MessageSkeleton = () => (
  <Loading className="mx-auto w-full max-w-2xl px-gutter pt-8 sm:pt-14">
    <Card className="h-96">
      <Skeleton className="mb-6 h-10 w-72 max-w-full" />
      <SkeletonText lines={4} />
    </Card>
  </Loading>
)

const Title = () => (
  <div className="mb-8">
    <Skeleton className="h-11 w-64 max-w-full" />
    <Skeleton className="mt-2 h-7 w-96 max-w-full" />
  </div>
)
