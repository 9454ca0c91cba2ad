import type { z } from 'zod'

/** A parameter of a route's schema. The options of a union are taken together. */
export interface RouteParam {
  /** Marked with `notSupported()`. */
  notSupported: boolean
  /** An array of what is inside. */
  isList: boolean
  inside: Map<string, RouteParam>
}

export function paramsOf(schema: z.core.$ZodType): RouteParam {
  const param = newParam()
  collect(schema, param)
  return param
}

const newParam = (): RouteParam => ({ notSupported: false, isList: false, inside: new Map() })

/** The paths of the parameters that a schema marks as not supported: `items.billing_thresholds`. */
export function notSupportedIn(param: RouteParam, path = ''): string[] {
  return [...param.inside].flatMap(([name, inner]) => {
    const here = path ? `${path}.${name}` : name
    return inner.notSupported ? [here] : notSupportedIn(inner, here)
  })
}

function collect(schema: z.core.$ZodType, into: RouteParam): void {
  if ((schema as z.ZodType).meta()?.notSupported) into.notSupported = true
  const def = schema._zod.def as z.core.$ZodTypeDef & Partial<Inside>
  for (const [name, inner] of Object.entries(def.shape ?? {})) {
    const child = into.inside.get(name) ?? newParam()
    into.inside.set(name, child)
    collect(inner, child)
  }
  if (def.valueType) {
    const child = into.inside.get('*') ?? newParam()
    into.inside.set('*', child)
    collect(def.valueType, child)
  }
  if (def.element) into.isList = true
  for (const inner of [def.innerType, def.element, def.in, def.out]) {
    if (inner) collect(inner, into)
  }
  for (const option of def.options ?? []) collect(option, into)
}

/** Where the kinds of Zod schemas that we use keep their inner schemas. */
interface Inside {
  shape: Record<string, z.core.$ZodType>
  innerType: z.core.$ZodType
  element: z.core.$ZodType
  in: z.core.$ZodType
  out: z.core.$ZodType
  valueType: z.core.$ZodType
  options: z.core.$ZodType[]
}
