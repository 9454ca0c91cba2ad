/**
 * Whether this browser keeps leaving the sign-in page and being sent back. That happens when the
 * server refuses what Cognito just gave, as with a clock gone wrong; without a stop it never ends.
 * Notes the departure that is about to happen.
 */
export function isRedirectLoop(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  now: number,
): boolean {
  const recent = (storage.getItem(key) ?? '')
    .split(' ')
    .map(Number)
    .filter((left) => left > 0 && now - left < 10_000)
  if (recent.length >= 5) return true
  storage.setItem(key, [...recent, now].join(' '))
  return false
}

const key = 'tollgate:left-sign-in'
