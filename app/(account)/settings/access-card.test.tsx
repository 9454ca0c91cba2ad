import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { decideAccess } from '@/lib/billing/access/access'
import { march, pro, rules } from '@/testing/facts'
import { AccessCard } from './access-card'

const shown = (staff: string | null) =>
  renderToStaticMarkup(
    <AccessCard access={decideAccess(pro(), rules, march(2))} staff={staff} />,
  ).replaceAll(/<[^>]*>/g, '')

it('gives staff the reason for what they can use', () => {
  expect(shown('admins')).toContain('You’re on staff (admins), so you can use every feature.')
  expect(shown(null)).not.toContain('staff')
})

it('writes out the date of each reason, and marks the one that applies', () => {
  expect(shown(null)).toContain(
    'Your Pro subscription is paid through March 31, 2026. This one applies.',
  )
})
