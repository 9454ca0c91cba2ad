/**
 * Runs in the browser. Fetches the page every two seconds (304 if nothing is new) and inserts only
 * new mails, so that nothing flickers and focus, selection and scroll position stay.
 */
export const refreshScript = `
const list = document.getElementById('mails')
const status = document.getElementById('status')

localTimes(document)
setInterval(() => document.hidden || refresh().catch(() => {}), 2000)
document.addEventListener('visibilitychange', () => document.hidden || refresh().catch(() => {}))
document.addEventListener('click', copy)

async function refresh() {
  const answer = await fetch(location.href, { cache: 'no-cache' })
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
  const latest = [...page.querySelectorAll('#mails > *')]
  const added = latest.filter((one) => one.id && !document.getElementById(one.id))
  const stale = [...list.children].filter((one) => !one.id || !page.getElementById(one.id))
  if (added.length === 0) return
  for (const one of stale) one.remove()
  list.prepend(...added)
  localTimes(list)
  status.textContent = added.length === 1 ? 'One new email' : added.length + ' new emails'
}

function localTimes(within) {
  const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
  for (const time of within.querySelectorAll('time')) {
    time.textContent = format.format(new Date(time.dateTime))
  }
}

async function copy({ target }) {
  const code = target.dataset?.copy
  if (!code) return
  await navigator.clipboard.writeText(code)
  target.textContent = 'Copied'
  setTimeout(() => { target.textContent = 'Copy' }, 1500)
}
`
