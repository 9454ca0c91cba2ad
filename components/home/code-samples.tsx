'use client'

import { Fragment } from 'react'
import { Tabs } from '@/components/ui/tabs'
import { samples } from './samples'

/** The same gate in a page, a handler, a component and another service, each in its own tab. */
export const CodeSamples = () => (
  <Tabs
    label="Where to ask"
    tabs={samples.map(({ key, name, file, code }) => ({
      key,
      name,
      content: (
        <figure className="overflow-hidden rounded-card border border-line bg-card shadow-card">
          <figcaption className="border-line border-b bg-sunk px-4 py-2 font-mono text-muted text-sm sm:px-5">
            {file}
          </figcaption>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a wide sample scrolls, with the keyboard too */}
          <pre tabIndex={0} className="overflow-x-auto p-4 text-sm leading-relaxed sm:p-5">
            <code>
              {code.split('\n').map((line, number) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the lines of a constant text
                <Fragment key={number}>
                  {isComment(line) ? <span className="text-muted italic">{line}</span> : line}
                  {'\n'}
                </Fragment>
              ))}
            </code>
          </pre>
        </figure>
      ),
    }))}
  />
)

const isComment = (line: string) => line.trimStart().startsWith('//')
