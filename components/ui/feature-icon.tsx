import { clsx } from 'clsx'
import {
  BookOpen,
  Boxes,
  CalendarClock,
  ChartColumn,
  CloudUpload,
  Code,
  Cpu,
  Download,
  FileText,
  FlaskConical,
  Globe,
  GraduationCap,
  Headphones,
  History,
  KeyRound,
  LayoutDashboard,
  LifeBuoy,
  Lock,
  type LucideIcon,
  MessagesSquare,
  ScrollText,
  ShieldCheck,
  Sparkles,
  Timer,
  Users,
} from 'lucide-react'

/** Words in a feature's key, and the icon for each. The first match counts: put narrow ones first. */
const icons: readonly (readonly [words: string, icon: LucideIcon])[] = [
  ['audit', ScrollText],
  ['backup|restore', History],
  ['analytic|report|insight|usage', ChartColumn],
  ['sso|single-sign|saml', KeyRound],
  ['support|help', LifeBuoy],
  ['residency|region', Globe],
  ['model|gpu', Cpu],
  ['playground|lab|beta', FlaskConical],
  ['api|webhook', Code],
  ['audio|podcast', Headphones],
  ['board|dashboard|view', LayoutDashboard],
  ['time|hour-track|track', Timer],
  ['office|event|session|meet', CalendarClock],
  ['course|lesson|workshop', GraduationCap],
  ['download|export', Download],
  ['article|essay|archive|newsletter', FileText],
  ['library|book|read', BookOpen],
  ['project|workspace', Boxes],
  ['seat|team|member|user', Users],
  ['comment|chat|communit', MessagesSquare],
  ['security|compliance', ShieldCheck],
  ['storage|upload|source', CloudUpload],
]

/** Returns the icon for a feature or a meter, by the words in its key. The default is sparkles. */
export const iconOf = (key: string): LucideIcon =>
  icons.find(([words]) => new RegExp(words).test(key))?.[1] ?? Sparkles

/** A feature's icon on a small tile, with a lock if the feature is closed. Decoration only. */
export const FeatureIcon = ({ feature, isOpen }: { feature: string; isOpen: boolean }) => {
  const Icon = iconOf(feature)
  return (
    <span
      aria-hidden="true"
      className={clsx(
        'relative grid size-10 flex-none place-items-center rounded-field',
        isOpen ? 'bg-brand-tint text-brand' : 'bg-sunk text-muted',
      )}
    >
      <Icon className="size-5" />
      {!isOpen && (
        <span className="absolute -right-1.5 -bottom-1.5 grid size-5 place-items-center rounded-full border border-line bg-card">
          <Lock className="size-3" />
        </span>
      )}
    </span>
  )
}
