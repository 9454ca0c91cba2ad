export { FeatureSkeleton as default } from '@/components/account/skeleton'
