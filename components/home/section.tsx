import type { ReactNode } from 'react'

/** A section of the home page, below a line. */
export const HomeSection = ({
  id,
  title,
  intro,
  children,
}: {
  id: string
  title: string
  intro?: ReactNode
  children: ReactNode
}) => (
  <section aria-labelledby={id} className="border-line border-t py-14">
    <h2 id={id} className="font-bold text-3xl">
      {title}
    </h2>
    {intro && <p className="mt-3 max-w-2xl text-balance text-lg text-muted">{intro}</p>}
    <div className="mt-8">{children}</div>
  </section>
)

/** A promise and what it means, as an entry of a `<dl>`. */
export const Point = ({ title, children }: { title: string; children: ReactNode }) => (
  <div>
    <dt className="font-bold text-lg">{title}</dt>
    <dd className="mt-1.5 text-muted">{children}</dd>
  </div>
)
