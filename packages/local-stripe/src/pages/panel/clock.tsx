/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { dateTime, isoDay } from '../dates'

export interface ClockFace {
  /** The local time, in seconds. */
  now: number
  mode: 'real' | 'shifted' | 'frozen'
  /** When the next subscription renews, or null. */
  nextRenewal: number | null
}

/** The clock and its controls. It only moves forward, or returns to real time. */
export function ClockBar({ clock, from }: { clock: ClockFace; from: string }) {
  return (
    <section class="clock card" aria-labelledby="clock">
      <div class="clock-face">
        <h2 id="clock" class="small muted">
          Clock
        </h2>
        <p class="number clock-now">
          <time datetime={new Date(clock.now * 1000).toISOString()}>{dateTime(clock.now)}</time>
        </p>
        <p class="small muted">{modes[clock.mode]}</p>
      </div>
      <form method="post" action="/_panel/clock" class="stack">
        <input type="hidden" name="from" value={from} />
        <div class="actions">
          <button type="submit" name="to" value="day">
            + 1 day
          </button>
          <button type="submit" name="to" value="week">
            + 1 week
          </button>
          <button type="submit" name="to" value="month">
            + 1 month
          </button>
          <button type="submit" name="to" value="renewal" disabled={clock.nextRenewal === null}>
            To the next renewal
          </button>
          {clock.mode === 'shifted' ? (
            <button type="submit" name="to" value="real">
              Back to real time
            </button>
          ) : null}
        </div>
        <div class="actions">
          <label for="date">To a date</label>
          <input
            id="date"
            name="date"
            type="date"
            class="short"
            min={isoDay(clock.now)}
            value={isoDay(clock.now)}
          />
          <button type="submit" name="to" value="date">
            Go
          </button>
        </div>
      </form>
    </section>
  )
}

const modes = {
  real: 'Real time',
  shifted: 'Real time, shifted forward',
  frozen: 'Frozen',
}
