import type { ReactNode } from 'react'

/** A name and its value, as an entry of a `<dl>`. */
export const Detail = ({ name, children }: { name: string; children: ReactNode }) => (
  <div className="min-w-0">
    <dt className="text-muted text-sm">{name}</dt>
    <dd className="mt-0.5 break-words font-semibold">{children}</dd>
  </div>
)
