export { AccountWaiting as default } from '@/components/account/skeleton'
