import { expect, it } from 'vitest'
import { initialsOf } from './initials'

it.each([
  ['ada.lovelace@example.com', 'AL'],
  ['Ada King Lovelace', 'AL'],
  ['pro@example.com', 'P'],
  ['past-due@example.com', 'PD'],
  ['élodie@example.com', 'É'],
  ['@example.com', '?'],
  ['', '?'],
])('the initials of "%s" are %s', (name, initials) => {
  expect(initialsOf(name)).toBe(initials)
})
