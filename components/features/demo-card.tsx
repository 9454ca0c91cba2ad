import type { ReactNode } from 'react'
import { Card, CardHeader } from '@/components/ui/card'

/** A card whose visible title also names it for screen readers. */
export const DemoCard = ({
  title,
  about,
  action,
  children,
}: {
  title: string
  about?: ReactNode
  action?: ReactNode
  children: ReactNode
}) => (
  <Card label={title}>
    <CardHeader title={title} action={action}>
      {about}
    </CardHeader>
    {children}
  </Card>
)
