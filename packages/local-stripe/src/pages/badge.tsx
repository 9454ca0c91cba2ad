/** @jsxImportSource hono/jsx */
import type { Tone } from './words'

export const Badge = ({ of: [tone, word] }: { of: [Tone, string] }) => (
  <span class={`badge ${tone}`}>{word}</span>
)
