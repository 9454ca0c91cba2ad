'use client'

import { useMeters } from './live'
import { MeterRow } from './meter-row'

/** Every meter of the plan in two lines. */
export const MeterRows = () => (
  <ul className="grid grow content-start divide-y divide-line">
    {useMeters().map((meter) => (
      <li key={meter.meter} className="py-3 first:pt-0 last:pb-0">
        <MeterRow meter={meter} />
      </li>
    ))}
  </ul>
)
