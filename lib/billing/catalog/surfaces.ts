import type { Brand } from './brand'

/** The background colors of one color scheme. `app/tokens.css` has those of `paper`. */
export type Surface = { paper: string; card: string; sunk: string; line: string }

type Surfaces = { light: Surface; dark: Surface }

/** The text colors of each color scheme, the same for all brands. `app/tokens.css` has them, too. */
export const textColors = {
  light: { ink: '#18211c', muted: '#566058' },
  dark: { ink: '#ebf0ea', muted: '#a6b1aa' },
}

/** The backgrounds by the name that a brand's `surface` chooses. */
export const surfaces: Record<Brand['surface'], Surfaces> = {
  paper: {
    light: { paper: '#f6f3eb', card: '#fffdf7', sunk: '#ece7da', line: '#dcd6c6' },
    dark: { paper: '#0f1412', card: '#171e1b', sunk: '#212a26', line: '#2d3833' },
  },
  cool: {
    light: { paper: '#f3f5fa', card: '#ffffff', sunk: '#e7ebf3', line: '#d3dae6' },
    dark: { paper: '#0d1117', card: '#151b23', sunk: '#1f2732', line: '#2b3543' },
  },
  rose: {
    light: { paper: '#fbf4f1', card: '#fffdfc', sunk: '#f3e7e2', line: '#e6d4cd' },
    dark: { paper: '#16100f', card: '#1f1816', sunk: '#2b211e', line: '#3b2e2a' },
  },
  plain: {
    light: { paper: '#f7f7f7', card: '#ffffff', sunk: '#ececec', line: '#dadada' },
    dark: { paper: '#101010', card: '#181818', sunk: '#242424', line: '#333333' },
  },
}
