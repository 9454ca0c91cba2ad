'use client'

import {
  ChartColumn,
  ChevronDown,
  CreditCard,
  LayoutDashboard,
  LogOut,
  Settings,
} from 'lucide-react'
import { endSession } from '@/components/sign-in/end-session'
import { Badge } from '@/components/ui/badge'
import { Menu } from '@/components/ui/overlays/menu'
import { planHeadingId } from '@/components/ui/settings-ids'
import { toast } from '@/components/ui/toast/toasts'
import { initialsOf } from './initials'
import { chooseTheme, type Theme, themeOf, themes } from './theme'
import { themeIcons, themeNames } from './theme-switch'
import { useTheme } from './use-theme'

/** The account menu of the header: the user's email and plan, links, theme, and sign-out. */
export function UserMenu({
  email,
  plan,
  hasUsage,
  initialTheme,
}: {
  email: string
  plan: string
  /** Whether anything is counted. */
  hasUsage: boolean
  initialTheme: Theme
}) {
  const theme = useTheme(initialTheme)
  const signOut = () => {
    toast({ text: 'Signing out…', tone: 'neutral' })
    endSession().catch(() => toast({ text: 'We couldn’t sign you out. Try again.', tone: 'bad' }))
  }
  return (
    <Menu
      label="Your account"
      fallback="/settings"
      trigger={
        <>
          {/* The initials come from CSS, so that they aren't part of the button's accessible name. */}
          <span
            aria-hidden="true"
            data-initials={initialsOf(email)}
            className="grid size-9 place-items-center rounded-full bg-brand font-bold text-on-brand text-sm before:content-[attr(data-initials)]"
          />
          <ChevronDown aria-hidden="true" className="size-4 text-muted" />
        </>
      }
      triggerClass="flex min-h-11 items-center gap-1 rounded-full pr-1 transition hover:opacity-85"
      header={
        <>
          <p className="truncate font-semibold" title={email}>
            {email}
          </p>
          <Badge tone="brand" className="mt-1">
            {plan}
          </Badge>
        </>
      }
      items={[
        {
          kind: 'link',
          href: '/dashboard',
          icon: <LayoutDashboard aria-hidden />,
          name: 'Dashboard',
        },
        ...(hasUsage
          ? [
              {
                kind: 'link' as const,
                href: '/usage' as const,
                icon: <ChartColumn aria-hidden />,
                name: 'Usage',
              },
            ]
          : []),
        { kind: 'link', href: '/settings', icon: <Settings aria-hidden />, name: 'Settings' },
        {
          kind: 'link',
          href: `/settings#${planHeadingId}`,
          icon: <CreditCard aria-hidden />,
          name: 'Billing',
        },
        { kind: 'separator' },
        {
          kind: 'choices',
          label: 'Theme',
          value: theme,
          onChoose: (value) => chooseTheme(themeOf(value)),
          choices: themes.map((value) => {
            const Icon = themeIcons[value]
            return { value, icon: <Icon aria-hidden />, name: themeNames[value] }
          }),
        },
        { kind: 'separator' },
        { kind: 'action', act: signOut, icon: <LogOut aria-hidden />, name: 'Sign out' },
      ]}
    />
  )
}
