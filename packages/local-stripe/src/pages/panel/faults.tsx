/** @jsxImportSource hono/jsx */
import type { Fault, FaultRates } from '../../delivery/faults'
import { type PanelFrame, panelPage } from './frame'

interface FaultsProps extends PanelFrame {
  rates: FaultRates
}

/** What goes wrong on purpose, and how often. An app that copes with all of it copes with Stripe. */
export const faultsPage = ({ rates, ...frame }: FaultsProps) =>
  panelPage({
    ...frame,
    title: 'Misbehaviour',
    children: (
      <>
        <p class="muted">
          {faults.some(({ name }) => rates[name] > 0)
            ? 'This Stripe misbehaves right now.'
            : 'Right now everything goes well. Choose what should go wrong, and how often.'}
        </p>
        <form method="post" action="/_panel/faults" class="stack">
          {groups.map((group) => (
            <fieldset class="card" key={group}>
              <legend class="offscreen">{group}</legend>
              <p class="line-name" aria-hidden="true">
                {group}
              </p>
              <div class="rows">
                {faults
                  .filter((fault) => fault.group === group)
                  .map(({ name, label, what }) => (
                    <div class="spread fault" key={name}>
                      <label for={name}>
                        {label}
                        <span class="hint">{what}</span>
                      </label>
                      <select id={name} name={name}>
                        {often(rates[name]).map((rate) => (
                          <option key={rate} value={String(rate)} selected={rate === rates[name]}>
                            {words[rate] ?? `${Math.round(rate * 100)}% of the time`}
                          </option>
                        ))}
                      </select>
                    </div>
                  ))}
              </div>
            </fieldset>
          ))}
          <div class="actions">
            <button type="submit" class="primary">
              Apply
            </button>
            <button type="submit" name="reset" value="yes">
              Behave again
            </button>
          </div>
        </form>
      </>
    ),
  })

const words: Record<number, string> = { 0: 'Never', 0.5: 'Half of the time', 1: 'Always' }

/** The usual choices, and what an app has set through the control API. */
const often = (current: number) => [...new Set([0, 0.1, 0.5, 1, current])].sort((a, b) => a - b)

const groups = ['Webhooks', 'API'] as const

interface FaultChoice {
  name: Fault
  group: (typeof groups)[number]
  label: string
  what: string
}

export const faults: FaultChoice[] = [
  {
    name: 'duplicate',
    group: 'Webhooks',
    label: 'Duplicate',
    what: 'The same event arrives twice.',
  },
  {
    name: 'twin',
    group: 'Webhooks',
    label: 'Twin',
    what: 'The same change arrives again, under another event id.',
  },
  {
    name: 'reorder',
    group: 'Webhooks',
    label: 'Reorder',
    what: 'An event arrives after those that follow it.',
  },
  { name: 'delay', group: 'Webhooks', label: 'Delay', what: 'An event takes its time.' },
  {
    name: 'dropFirst',
    group: 'Webhooks',
    label: 'Lose the first attempt',
    what: 'Only the retry arrives.',
  },
  {
    name: 'failBefore',
    group: 'API',
    label: 'Fail before',
    what: 'It answers 500, and has done nothing.',
  },
  {
    name: 'failAfter',
    group: 'API',
    label: 'Fail after',
    what: 'It answers 500, and has done it all the same.',
  },
  { name: 'rateLimit', group: 'API', label: 'Rate limit', what: 'It answers 429.' },
  { name: 'slow', group: 'API', label: 'Slow', what: 'It takes its time to answer.' },
]
