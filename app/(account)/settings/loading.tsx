export { SettingsSkeleton as default } from '@/components/account/skeleton'
