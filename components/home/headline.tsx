import type { ReactNode } from 'react'

/** The top of the home page: tagline, description and buttons. Each sentence of the tagline has its own line. */
export const Headline = ({
  tagline,
  description,
  children,
}: {
  tagline: string
  description: string
  children: ReactNode
}) => (
  <div>
    <h1 className="font-bold text-[2.6rem] leading-[1.03] min-[400px]:text-5xl sm:text-6xl">
      {sentencesOf(tagline).map((sentence) => (
        <span key={sentence} className="block">
          {sentence}
        </span>
      ))}
    </h1>
    <p className="mt-6 max-w-xl text-lg text-muted sm:text-xl">{description}</p>
    {children}
  </div>
)

/** `Get paid. Let people in.` as two lines. */
const sentencesOf = (text: string): string[] => text.split(/(?<=\.) /)
