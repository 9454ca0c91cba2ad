/** Text of the reference: paragraphs, lists with `- `, and `code`. */
export const Prose = ({ text }: { text: string }) =>
  text.split('\n\n').map((block) =>
    block.startsWith('- ') ? (
      <ul key={block} className="mt-3 list-disc pl-5">
        {block.split('\n').map((item) => (
          <li key={item}>
            <InlineText text={item.slice(2)} />
          </li>
        ))}
      </ul>
    ) : (
      <p key={block} className="mt-3">
        <InlineText text={block} />
      </p>
    ),
  )

/** One line of such text. */
export const InlineText = ({ text }: { text: string }) =>
  partsOf(text).map(({ at, code, part }) =>
    code ? (
      <code key={at} className="rounded bg-sunk px-1 py-0.5 font-mono text-[0.9em] wrap-anywhere">
        {part}
      </code>
    ) : (
      <span key={at}>{part}</span>
    ),
  )

/** Every second part stands between backticks. */
const partsOf = (text: string) =>
  text.split('`').map((part, at) => ({ at, code: at % 2 === 1, part }))
