/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Child } from 'hono/jsx'
import { page } from '../document'
import { ClockBar, type ClockFace } from './clock'

export interface PanelFrame {
  clock: ClockFace
  /** The path of this page, to return to after moving the clock. */
  here: string
  notice?: string | undefined
  error?: string | undefined
}

interface PanelPageProps extends PanelFrame {
  title: string
  children: Child
}

const sections = [
  ['/_panel', 'Customers'],
  ['/_panel/events', 'Events'],
  ['/_panel/webhooks', 'Webhooks'],
  ['/_panel/faults', 'Faults'],
  ['/_panel/parameters', 'Parameters'],
] as const

/** The frame of every page of the control panel: clock, navigation and messages. */
export const panelPage = ({ title, clock, here, notice, error, children }: PanelPageProps) =>
  page({
    title,
    wide: true,
    children: (
      <div class="panel">
        <ClockBar clock={clock} from={here} />
        <nav aria-label="Control panel" class="tabs">
          {sections.map(([href, label]) => (
            <a key={href} href={href} aria-current={here === href ? 'page' : undefined}>
              {label}
            </a>
          ))}
        </nav>
        {notice ? (
          <p class="flash" role="status" tabindex={-1} autofocus>
            {notice}
          </p>
        ) : null}
        {error ? (
          <p class="summary" role="alert" tabindex={-1} autofocus>
            {error}
          </p>
        ) : null}
        <h1>{title}</h1>
        {children}
      </div>
    ),
  })
