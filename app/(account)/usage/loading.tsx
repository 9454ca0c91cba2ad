export { UsageSkeleton as default } from '@/components/usage/skeleton'
