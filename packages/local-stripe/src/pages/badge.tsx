/** @jsxImportSource hono/jsx */
import type { Tone } from './text'

export const Badge = ({ of: [tone, word] }: { of: [Tone, string] }) => (
  <span class={`badge ${tone}`}>{word}</span>
)
