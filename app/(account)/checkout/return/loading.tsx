export { AccountSkeleton as default } from '@/components/account/skeleton'
