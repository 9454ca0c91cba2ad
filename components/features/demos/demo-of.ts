import type { Demo } from '../types'
import { groupsDemos } from './groups'
import { meteredDemos } from './metered'
import { premiumDemos } from './premium'
import { saasDemos } from './saas'
import { trialDemos } from './trial'

/** The demo of each feature in the example catalogs. Replace them with your product. */
const demos: Record<string, Demo> = {
  ...groupsDemos,
  ...meteredDemos,
  ...premiumDemos,
  ...saasDemos,
  ...trialDemos,
}

/** Returns the demo of a feature, or first steps for a feature that has none. */
export const demoOf = (feature: string): Demo =>
  (Object.hasOwn(demos, feature) ? demos[feature] : undefined) ?? firstSteps

/** Whether a demo is made up: a call of the API is real, and so is a list that links to its page. */
export const isExample = (demo: Demo): boolean =>
  demo.kind !== 'api' && !(demo.kind === 'list' && demo.more)

const firstSteps: Demo = {
  kind: 'list',
  title: 'First steps',
  rows: [
    { title: 'Build it', text: 'This page is app/(account)/dashboard/[feature]/page.tsx.' },
    { title: 'Show it', text: 'Add a demo to components/features/demos/.' },
    { title: 'Guard it', text: 'docs/gates.md shows the gate for handlers and components.' },
  ],
}
