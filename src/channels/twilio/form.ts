/** Decoded form parameters: a repeated name holds all its values in the order received. */
export type FormParams = Record<string, string | string[]>

/** Parses an `application/x-www-form-urlencoded` body. No name or value is dropped: all of them are signed. */
export function parseForm(body: string): FormParams {
  // Without a prototype, a parameter called __proto__ is a parameter.
  const params: FormParams = Object.create(null)
  for (const [name, value] of new URLSearchParams(body)) {
    const known = params[name]
    params[name] = known === undefined ? value : Array.isArray(known) ? [...known, value] : [known, value]
  }
  return params
}

/** Encodes parameters as a form body, a repeated name once per value. */
export function encodeForm(params: FormParams): string {
  const form = new URLSearchParams()
  for (const [name, value] of Object.entries(params)) {
    for (const one of Array.isArray(value) ? value : [value]) form.append(name, one)
  }
  return form.toString()
}

/** The first value of a parameter; undefined when it is absent. */
export const firstValue = (params: FormParams, name: string): string | undefined => {
  const value = params[name]
  return Array.isArray(value) ? value[0] : value
}

/** The first value of every parameter, as an object a schema can check. */
export const firstValues = (params: FormParams): Record<string, string> =>
  Object.fromEntries(Object.keys(params).map((name) => [name, firstValue(params, name) ?? '']))

/** A signed webhook without the parameters its kind must have. Names them; never quotes a value. */
export class WebhookFormError extends Error {
  readonly fields: string[]

  constructor(fields: string[]) {
    super(`the form lacks a valid ${fields.join(', ')}`)
    this.name = 'WebhookFormError'
    this.fields = fields
  }
}
