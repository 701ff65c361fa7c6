/** A parameter's value, right or wrong, as both notations write it. */
export type Value =
  | { readonly is: 'leaf'; readonly json: string; readonly form: string }
  | { readonly is: 'object'; readonly entries: readonly (readonly [string, Value])[] }
  | { readonly is: 'array'; readonly items: readonly Value[] }

/** A leaf of text; halves of surrogate pairs travel as the bytes no decoder takes. */
export function text(value: string): Value {
  const form = value.isWellFormed() ? encodeURIComponent(value) : '%ED%A0%80'
  return { is: 'leaf', json: JSON.stringify(value), form }
}

/** A leaf as it stands, which JSON may not even allow. */
export function raw(json: string): Value {
  return { is: 'leaf', json, form: encodeURIComponent(json) }
}

/** A plain value, to be changed here and there. */
export function valueFrom(plain: unknown): Value {
  if (Array.isArray(plain)) return { is: 'array', items: plain.map(valueFrom) }
  if (typeof plain === 'object' && plain !== null) {
    return { is: 'object', entries: Object.entries(plain).map(([k, v]) => [k, valueFrom(v)]) }
  }
  return typeof plain === 'string' ? text(plain) : raw(String(plain))
}

/** As JSON, or what is meant to look like it. */
export function asJson(value: Value): string {
  switch (value.is) {
    case 'leaf':
      return value.json
    case 'array':
      return `[${value.items.map(asJson).join(',')}]`
    case 'object':
      return `{${value.entries.map(([name, each]) => `${JSON.stringify(name)}:${asJson(each)}`).join(',')}}`
  }
}

/** As a form or a query. */
export function asForm(value: Value, name = ''): string {
  switch (value.is) {
    case 'leaf':
      return `${name}=${value.form}`
    case 'array':
      return value.items.map((each, index) => asForm(each, `${name}[${index}]`)).join('&')
    case 'object':
      return value.entries
        .map(([key, each]) => {
          const safe = encodeURIComponent(key.toWellFormed()).replaceAll(
            /%5B|%5D/g,
            decodeURIComponent,
          )
          return asForm(each, name === '' ? safe : `${name}[${safe}]`)
        })
        .join('&')
  }
}
