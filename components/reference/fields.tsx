import { anchor } from '@/lib/api/reference/anchor'
import type { Field, TypePart } from '@/lib/api/reference/fields'
import { InlineText } from './prose'

/** The fields of an object, of a body or of a query, one below the other. */
export const FieldList = ({ fields }: { fields: readonly Field[] }) => (
  <dl className="mt-2 divide-y divide-line rounded-xl border border-line bg-card px-4">
    {fields.map(({ name, type, required, text }) => (
      <div key={name} className="flex flex-wrap items-baseline gap-x-3 py-2.5">
        <dt className="font-mono font-semibold text-sm wrap-anywhere">{name}</dt>
        <dd className="text-muted text-sm">
          <TypeText type={type} />
          {!required && ', optional'}
        </dd>
        {text && (
          <dd className="w-full text-sm">
            <InlineText text={text} />
          </dd>
        )}
      </div>
    ))}
  </dl>
)

/** A type in words; the name of an object leads to it. */
export const TypeText = ({ type }: { type: readonly TypePart[] }) =>
  type.map((part) =>
    typeof part === 'string' ? (
      <InlineText key={part} text={part} />
    ) : (
      <a key={part.ref} href={`#${anchor(part.ref)}`} className="link">
        {part.ref}
      </a>
    ),
  )

/** Tables of fields, of which one holds. */
export const FieldTables = ({ tables }: { tables: readonly Field[][] }) =>
  tables.map((fields, index) => (
    <div key={fields.map(({ name }) => name).join()}>
      {index > 0 && <p className="mt-2 text-muted text-sm">or</p>}
      <FieldList fields={fields} />
    </div>
  ))
