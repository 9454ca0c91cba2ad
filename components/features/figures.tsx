import type { Figure } from './types'

/** A few numbers with their names. */
export const Figures = ({ figures }: { figures: readonly Figure[] }) => (
  <dl className="flex flex-wrap gap-x-10 gap-y-4">
    {figures.map(({ name, value }) => (
      <div key={name}>
        <dt className="text-muted text-sm">{name}</dt>
        <dd className="font-bold text-xl tabular-nums">{value}</dd>
      </div>
    ))}
  </dl>
)
