export const styles = `
:root {
  color-scheme: light dark;
  --page: light-dark(#f6f7f9, #0f1115);
  --card: light-dark(#ffffff, #181b21);
  --line: light-dark(#e2e5ea, #2a2f38);
  --text: light-dark(#15181d, #eceff4);
  --quiet: light-dark(#545b67, #a3abb8);
  --accent: light-dark(#4338ca, #a5b4fc);
  --tint: light-dark(#eef2ff, #1e2036);
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; max-width: 46rem; padding: 1.5rem 1rem 4rem;
  background: var(--page); color: var(--text);
  font: 16px/1.5 ui-sans-serif, system-ui, sans-serif;
}
a { color: var(--accent); overflow-wrap: anywhere; }
h1, h2, p { margin: 0; }
h1 { font-size: 1.5rem; letter-spacing: -0.02em; }
h2 { font-size: 1.0625rem; overflow-wrap: anywhere; }
header { display: flex; flex-wrap: wrap; gap: 1rem; align-items: end; justify-content: space-between; margin-bottom: 1.5rem; }
header p, .meta, .empty p, label { color: var(--quiet); font-size: 0.875rem; }
form { display: flex; flex-wrap: wrap; gap: 0.5rem; align-items: center; }
input, button {
  font: inherit; font-size: 0.875rem; color: inherit; background: var(--card);
  border: 1px solid var(--line); border-radius: 0.5rem; padding: 0.375rem 0.75rem; min-height: 2.25rem;
}
input { width: 11.5rem; min-width: 0; }
button { cursor: pointer; font-weight: 600; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
article { background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; padding: 1rem 1.25rem; margin-bottom: 0.875rem; }
.meta { display: flex; flex-wrap: wrap; gap: 0 1rem; justify-content: space-between; }
.text { margin-top: 0.75rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.code {
  display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: center; justify-content: space-between;
  margin-top: 0.75rem; padding: 0.75rem 1rem; border-radius: 0.625rem; background: var(--tint);
}
code { font: 700 2rem/1.2 ui-monospace, monospace; letter-spacing: 0.15em; overflow-wrap: anywhere; }
details { margin-top: 0.75rem; }
iframe { width: 100%; height: 36rem; border: 1px solid var(--line); border-radius: 0.5rem; margin-top: 0.5rem; background: #fff; }
.empty { text-align: center; padding: 4rem 1rem; border: 1px dashed var(--line); border-radius: 0.75rem; }
.empty h2 { margin: 0.75rem 0 0.25rem; }
.sr-only { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
`
