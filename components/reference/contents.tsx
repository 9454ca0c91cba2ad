import { anchor } from '@/lib/api/reference/anchor'
import type { Reference } from '@/lib/api/reference/reference'

/** Where everything on the page is. */
export const Contents = ({ sections }: Pick<Reference, 'sections'>) => (
  <nav
    aria-label="Contents"
    className="lg:sticky lg:top-6 lg:max-h-[calc(100dvh-3rem)] lg:self-start lg:overflow-y-auto"
  >
    <ul className="flex flex-col gap-4 text-sm">
      {sections.map(({ name, operations }) => (
        <li key={name}>
          <a href={`#${anchor(name)}`} className="font-semibold hover:underline">
            {name}
          </a>
          <ul className="mt-1 flex flex-col gap-1">
            {operations.map(({ method, path }) => (
              <li key={`${method} ${path}`}>
                <a
                  href={`#${anchor(`${method} ${path}`)}`}
                  className="font-mono text-muted text-xs wrap-anywhere hover:text-ink hover:underline"
                >
                  {method} {path}
                </a>
              </li>
            ))}
          </ul>
        </li>
      ))}
      {['Errors', 'Objects'].map((name) => (
        <li key={name}>
          <a href={`#${anchor(name)}`} className="font-semibold hover:underline">
            {name}
          </a>
        </li>
      ))}
    </ul>
  </nav>
)
