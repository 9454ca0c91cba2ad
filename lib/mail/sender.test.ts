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

it('is the brand’s name without a sender of its own', () => {
  expect(senderOf('hello@crumb.example', Brand.parse({ name: 'Crumb' }))).toBe(
    'Crumb <hello@crumb.example>',
  )
})

it('leaves a MAIL_FROM alone that has a name', () => {
  const mailFrom = 'The bakers <hello@crumb.example>'
  expect(senderOf(mailFrom, Brand.parse({ name: 'Crumb' }))).toBe(mailFrom)
})
