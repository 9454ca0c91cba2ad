/** The anchor that GitHub makes of a heading. The page at `/docs/api` has the same ones. */
export const anchor = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-')
