import type { Metadata } from 'next'
import { Contents } from '@/components/reference/contents'
import { FieldList, FieldTables, TypeText } from '@/components/reference/fields'
import { OperationSection } from '@/components/reference/operation'
import { InlineText, Prose } from '@/components/reference/prose'
import { anchor } from '@/lib/api/reference/anchor'
import { introduction } from '@/lib/api/reference/introduction'
import { type Reference, referenceOf } from '@/lib/api/reference/reference'

export const metadata: Metadata = {
  title: 'API',
  description: 'Every route of the API: who may call it, what it takes and what it answers.',
}

/** The reference never changes while the process runs. */
let reference: Reference | undefined

/** The API's reference, from the same OpenAPI document as `/api/openapi.json`. Runs no scripts. */
export default function ApiReferencePage() {
  reference ??= referenceOf()
  const { sections, errors, objects } = reference

  return (
    <div className="mx-auto grid w-full max-w-6xl gap-10 px-5 pt-8 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <div className="lg:col-span-2">
        <h1 className="font-bold text-4xl sm:text-5xl">API</h1>
        <div className="max-w-3xl">
          <Prose text={introduction} />
          <p className="mt-3">
            <a href="/api/openapi.json" className="link">
              OpenAPI 3.1 document
            </a>
          </p>
        </div>
      </div>
      <Contents sections={sections} />
      <div className="max-w-3xl">
        {sections.map(({ name, about, operations }) => (
          <section key={name} aria-labelledby={anchor(name)} className="mb-16">
            <h2 id={anchor(name)} className="font-bold text-3xl">
              {name}
            </h2>
            <Prose text={about} />
            {operations.map((operation) => (
              <OperationSection
                key={`${operation.method} ${operation.path}`}
                operation={operation}
              />
            ))}
          </section>
        ))}
        <section aria-labelledby="errors" className="mb-16">
          <h2 id="errors" className="font-bold text-3xl">
            Errors
          </h2>
          {errors.map(({ code, status, advice, fields }) => (
            <div key={code} className="mt-6">
              <h3 id={`error-${code}`} className="font-mono font-semibold">
                {code} <span className="font-normal text-muted">{status}</span>
              </h3>
              <p className="mt-1">
                <InlineText text={advice} />
              </p>
              {fields.length > 0 && <FieldList fields={fields} />}
            </div>
          ))}
        </section>
        <section aria-labelledby="objects">
          <h2 id="objects" className="font-bold text-3xl">
            Objects
          </h2>
          {objects.map(({ name, about, type, tables }) => (
            <div key={name} className="mt-8">
              <h3 id={anchor(name)} className="font-mono font-semibold">
                {name}
              </h3>
              {about && (
                <p className="mt-1">
                  <InlineText text={about} />
                </p>
              )}
              {type.length > 0 && (
                <p className="mt-1 text-sm first-letter:uppercase">
                  <TypeText type={type} />
                </p>
              )}
              <FieldTables tables={tables} />
            </div>
          ))}
        </section>
      </div>
    </div>
  )
}
