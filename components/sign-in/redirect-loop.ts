/**
 * Whether this browser is in a redirect loop between a page that refreshes its token (`/signin`,
 * `/refresh`) and the page it wants. That happens if the server refuses a token that Cognito has
 * just issued, for example because of a wrong clock. Each call records a redirect; the sixth within
 * ten seconds is a loop.
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

const key = 'tollgate:session-renewed'
