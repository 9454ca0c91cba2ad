'use client'

import { Monitor, Moon, Sun } from 'lucide-react'
import { useId } from 'react'
import { chooseTheme, type Theme, themes } from './theme'
import { useTheme } from './use-theme'

export const themeNames: Record<Theme, string> = { system: 'System', light: 'Light', dark: 'Dark' }
export const themeIcons = { system: Monitor, light: Sun, dark: Moon }

/** Three radio buttons that choose the theme of this page and the next ones. */
export function ThemeSwitch({ initial }: { initial: Theme }) {
  const theme = useTheme(initial)
  const name = useId()
  return (
    <fieldset className="inline-flex rounded-full border border-line bg-card p-0.5 noscript:hidden">
      <legend className="sr-only">Theme</legend>
      {themes.map((each) => {
        const Icon = themeIcons[each]
        return (
          <label
            key={each}
            title={themeNames[each]}
            className="grid size-9 cursor-pointer place-items-center rounded-full text-muted transition hover:text-ink has-checked:bg-sunk has-checked:text-ink has-focus-visible:outline-3 has-focus-visible:outline-brand"
          >
            <input
              type="radio"
              name={name}
              value={each}
              checked={theme === each}
              onChange={() => chooseTheme(each)}
              className="sr-only"
            />
            <span className="sr-only">{themeNames[each]}</span>
            <Icon aria-hidden="true" className="size-4" />
          </label>
        )
      })}
    </fieldset>
  )
}
