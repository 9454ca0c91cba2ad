import type { ReactNode } from 'react'
import { anchor } from '@/lib/api/reference/anchor'
import type { Shape, ShownOperation } from '@/lib/api/reference/reference'
import { FieldList, FieldTables, TypeText } from './fields'
import { InlineText, Prose } from './prose'

/** One route: who may call it, what it takes and answers, and a request to try. */
export function OperationSection({ operation }: { operation: ShownOperation }) {
  const { method, otherMethods, path, aliases, caller, summary, description } = operation
  const { parameters, body, answer, otherAnswers, errors, curl, example } = operation
  return (
    <section
      aria-labelledby={anchor(`${method} ${path}`)}
      className="mt-10 border-line border-t pt-6"
    >
      <h3
        id={anchor(`${method} ${path}`)}
        className="flex flex-wrap items-center gap-3 font-mono font-semibold text-lg"
      >
        <span className="rounded bg-go-tint px-2 py-0.5 text-go text-sm">{method}</span>
        <span className="wrap-anywhere">{path}</span>
      </h3>
      <p className="mt-3">{summary}.</p>
      {description && <Prose text={description} />}
      <dl className="mt-4 grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        <Fact name="Caller">
          <InlineText text={caller} />
        </Fact>
        {otherMethods.length > 0 && <Fact name="Also with">{otherMethods.join(', ')}</Fact>}
        {aliases.length > 0 && (
          <Fact name="Also at">
            <InlineText text={aliases.map((alias) => `\`${alias}\``).join(', ')} />
          </Fact>
        )}
        <Fact name="Errors">
          {errors.map((code, index) => (
            <span key={code}>
              {index > 0 && ', '}
              <a href={`#error-${code}`} className="link font-mono font-normal">
                {code}
              </a>
            </span>
          ))}
        </Fact>
      </dl>
      {parameters.length > 0 && (
        <Part title="Parameters">
          <FieldList fields={parameters} />
        </Part>
      )}
      {body && (
        <Part title="Body">
          <ShapeText shape={body} />
        </Part>
      )}
      <Part title="Answer">
        <ShapeText shape={answer} />
      </Part>
      {otherAnswers.map(({ status, text }) => (
        <Part key={status} title={`Answer ${status}`}>
          <p className="mt-2 text-sm">{text}</p>
        </Part>
      ))}
      <Part title="Example">
        <Code text={curl} />
        {example !== null && <Code text={example} />}
      </Part>
    </section>
  )
}

const Fact = ({ name, children }: { name: string; children: ReactNode }) => (
  <>
    <dt className="font-semibold text-muted">{name}</dt>
    <dd>{children}</dd>
  </>
)

const Part = ({ title, children }: { title: string; children: ReactNode }) => (
  <div className="mt-5">
    <h4 className="font-semibold">{title}</h4>
    {children}
  </div>
)

const ShapeText = ({ shape: { text, ref, tables } }: { shape: Shape }) => (
  <>
    {(text || ref || tables.length === 0) && (
      <p className="mt-2 text-sm">
        <InlineText text={text} /> {ref && <TypeText type={[{ ref }]} />}
        {!text && !ref && <InlineText text="An empty object, `{}`." />}
      </p>
    )}
    <FieldTables tables={tables} />
  </>
)

/** Wraps, so that it needs no scrolling of its own. */
const Code = ({ text }: { text: string }) => (
  <pre className="mt-2 whitespace-pre-wrap rounded-xl bg-sunk p-4 font-mono text-sm wrap-anywhere">
    {text}
  </pre>
)
