import { expect, it } from 'vitest'
import { Brand } from '@/lib/billing/catalog/brand'
import { senderOf } from './sender'

it.each([
  ['Crumb', 'Crumb <hello@crumb.example>'],
  ['Crumb & Crust, Inc.', '"Crumb & Crust, Inc." <hello@crumb.example>'],
  ['Brotzeit für alle', '=?utf-8?B?QnJvdHplaXQgZsO8ciBhbGxl?= <hello@crumb.example>'],
])('puts the sender %s before the address', (mailSender, expected) => {
  expect(senderOf('hello@crumb.example', Brand.parse({ mailSender }))).toBe(expected)
})

it('uses the brand’s name if the brand sets no sender', () => {
  expect(senderOf('hello@crumb.example', Brand.parse({ name: 'Crumb' }))).toBe(
    'Crumb <hello@crumb.example>',
  )
})

it('keeps a MAIL_FROM that already has a name', () => {
  const mailFrom = 'The bakers <hello@crumb.example>'
  expect(senderOf(mailFrom, Brand.parse({ name: 'Crumb' }))).toBe(mailFrom)
})
