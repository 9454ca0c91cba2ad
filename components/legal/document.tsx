import type { ReactNode } from 'react'

/** A page of text under headings, such as the terms of service. */
export const LegalDocument = ({
  title,
  lead,
  sections,
}: {
  title: string
  lead: ReactNode
  sections: readonly { title: string; text: ReactNode }[]
}) => (
  <article className="mx-auto w-full max-w-2xl px-5 pt-8">
    <h1 className="font-bold text-4xl">{title}</h1>
    <p className="mt-4 text-lg text-muted">{lead}</p>
    {sections.map((section) => (
      <section key={section.title} className="mt-8">
        <h2 className="font-bold text-xl">{section.title}</h2>
        <p className="mt-2">{section.text}</p>
      </section>
    ))}
  </article>
)

/** Says that a legal text is only an example, and how to replace it. */
export const ExampleNote = ({ file, link }: { file: string; link: string }) => (
  <>
    This is an example, not legal advice. Replace it in <code>{file}</code>, or link to your own
    page with <code>{link}</code> in the catalog’s brand.
  </>
)
