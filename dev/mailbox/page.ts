import { html, raw } from 'hono/html'
import type { StoredMail } from './mails'
import { refreshScript } from './refresh'
import { styles } from './styles'

export const page = (mails: StoredMail[], to: string) => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>Mailbox · local stack</title>
    <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(icon)}" />
    <style>${raw(styles)}</style>
  </head>
  <body>
    <header>
      <div>
        <h1>Mailbox</h1>
        <p>Every email and code from the local stack. Nothing leaves this machine.</p>
      </div>
      <form role="search">
        <label for="to">To</label>
        <input id="to" name="to" type="search" value="${to}" placeholder="anyone" autocomplete="off" />
        <button>Filter</button>
      </form>
    </header>
    <main>
      <p class="sr-only" role="status" id="status"></p>
      <div id="mails">${mails.length ? mails.map(letter) : empty(to)}</div>
    </main>
    <script type="module">${raw(refreshScript)}</script>
  </body>
</html>`

const letter = (
  mail: StoredMail,
) => html`<article id="mail-${mail.id}" aria-labelledby="subject-${mail.id}">
  <h2 id="subject-${mail.id}">${mail.subject || 'No subject'}</h2>
  <p class="meta">
    <span>To <a href="/?to=${encodeURIComponent(mail.to)}">${mail.to}</a></span>
    <time datetime="${mail.sentAt}">${mail.sentAt.slice(0, 19).replace('T', ' ')} UTC</time>
  </p>
  ${mail.code ? codeBox(mail.code) : ''}
  ${
    mail.html
      ? html`<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" loading="lazy" title="Email: ${mail.subject}" srcdoc="${inNewTabs(mail.html)}"></iframe>
        <details>
          <summary>Plain text</summary>
          <p class="text">${withLinks(mail.text)}</p>
        </details>`
      : html`<p class="text">${withLinks(mail.text)}</p>`
  }
</article>`

const codeBox = (code: string) => html`<p class="code">
  <span class="sr-only">Code: </span><code>${code}</code>
  <button type="button" data-copy="${code}">Copy</button>
</p>`

const empty = (to: string) => html`<section class="empty">
  ${raw(icon)}
  <h2>${to ? `No emails to ${to}` : 'No emails yet'}</h2>
  <p>Sign up in the app, and the confirmation code shows up here automatically.</p>
  ${to ? html`<p><a href="/">Show all emails</a></p>` : ''}
</section>`

/** Makes the links of a mail open in a new tab, not inside its frame. */
const inNewTabs = (mail: string) => mail.replace('<head>', '<head><base target="_blank">')

/** The text with its URLs as links. */
const withLinks = (text: string) =>
  text
    .split(/(https?:\/\/[^\s<>"]+)/)
    .map((part, index) => (index % 2 ? html`<a href="${part}">${part}</a>` : html`${part}`))

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" width="48" height="48" fill="none" stroke="#6366f1" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="M22 12h-6l-2 3h-4l-2-3H2"/><path d="M5.5 5.1 2 12v6a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-6l-3.5-6.9A2 2 0 0 0 16.7 4H7.3a2 2 0 0 0-1.8 1.1z"/></svg>`
