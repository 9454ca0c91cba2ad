export { DashboardSkeleton as default } from '@/components/account/skeleton'
