/** @jsxRuntime automatic */
/** @jsxImportSource hono/jsx */
import type { Tone } from './text'

export const Badge = ({ of: [tone, label] }: { of: [Tone, string] }) => (
  <span class={`badge ${tone}`}>{label}</span>
)
