/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import { html } from 'hono/html'
import type { Child } from 'hono/jsx'

export const stylesheetPath = '/_pages/style.css'
export const iconPath = '/_pages/icon.svg'

interface PageProps {
  title: string
  wide?: boolean
  children: Child
}

/** A whole page. Each one says that this is a local Stripe without real money. */
export const page = ({ title, wide = false, children }: PageProps) => html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title} · Local Stripe</title>
<link rel="icon" href="${iconPath}" type="image/svg+xml">
<link rel="stylesheet" href="${stylesheetPath}">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header class="mark">
<p><strong>Local Stripe</strong> <span>no real payments</span> <a href="/_panel">Control panel</a></p>
</header>
<main id="main" tabindex="-1" class="${wide ? 'wide' : ''}">${children}</main>
</body>
</html>`

/** A message in place of a page's content. */
export function Notice({ title, children }: { title: string; children: Child }) {
  return (
    <section class="notice">
      <h1>{title}</h1>
      {children}
    </section>
  )
}
