export { MessageSkeleton as default } from '@/components/account/skeleton'
