import { expect, it } from 'vitest'
import { canonicalMailbox } from './trial'

it.each([
  ['Ada@Example.COM', 'ada@example.com'],
  [' ada@example.com ', 'ada@example.com'],
  ['ada+trial@example.com', 'ada@example.com'],
  ['ada+one+two@example.com', 'ada@example.com'],
  ['a.d.a@gmail.com', 'ada@gmail.com'],
  ['A.D.A+x@googlemail.com', 'ada@gmail.com'],
  // At other providers a dot makes another mailbox.
  ['a.da@example.com', 'a.da@example.com'],
  ['"a+b"@x@example.com', '"a@example.com'],
  ['nobody', 'nobody'],
  ['@example.com', '@example.com'],
  ['', ''],
])('normalizes %j to the mailbox %j', (written, mailbox) => {
  expect(canonicalMailbox(written)).toBe(mailbox)
})

it.each(['bob@example.com', 'ada@example.org', 'adabob@example.com'])(
  'does not confuse %s with ada@example.com',
  (other) => {
    expect(canonicalMailbox(other)).not.toBe(canonicalMailbox('ada@example.com'))
  },
)
