import { notFound } from 'next/navigation'
import { requirePage } from '@/lib/auth/session'
import { services } from '@/lib/services'

/**
 * Checks access in the layout, above the loading state, for the reason given in
 * `(account)/layout.tsx`.
 */
export default async function FeatureLayout({
  children,
  params,
}: LayoutProps<'/dashboard/[feature]'>) {
  const { feature } = await params
  if (!Object.hasOwn(services.catalog.features, feature)) notFound()
  await requirePage(`/dashboard/${feature}`)
  return children
}
