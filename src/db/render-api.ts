import type { ApiFunction, CatalogueColumn } from './api-catalogue.ts'
import { camelCase, mappingOf } from './api-types.ts'

/** Where the generated file finds what it imports, relative to itself. */
export interface RenderOptions {
  /** keys of `results`: functions whose value, or whose row, has a schema written by hand */
  registered: readonly string[]
  callModule?: string
  resultsModule?: string
}

/**
 * The source text of `generated.ts`, in the order of `functions`, not yet formatted.
 * @throws Error for a registered schema of a function that does not exist, or a type that cannot cross the boundary
 */
export function renderApi(functions: ApiFunction[], options: RenderOptions): string {
  const names = new Set(functions.map(({ name }) => name))
  const orphan = options.registered.find((name) => !names.has(name))
  if (orphan) throw new Error(`results.ts has a schema for api.${orphan}, which does not exist`)
  const registered = new Set(options.registered)
  const imports = [
    `import { z } from 'zod'`,
    `import { type ApiCallOptions, type ApiClient, type ApiFunctionSpec, callFunction } from '${options.callModule ?? './call.ts'}'`,
    ...(registered.size > 0 ? [`import { results } from '${options.resultsModule ?? './results.ts'}'`] : []),
  ]
  return `// Made by \`bun run types\` from the functions of schema api. Do not edit.
${imports.join('\n')}

const functions = {
${functions.map((each) => renderSpec(each, registered.has(each.name))).join('\n')}
} satisfies Record<string, ApiFunctionSpec>

/** What a call resolves to. */
export type ApiResult<Name extends keyof typeof functions> = z.output<(typeof functions)[Name]['result']>

/** One method per function of schema api. A result that its schema does not allow is an ApiResultError. */
export interface Api {
${functions.map(renderMethod).join('\n\n')}
}

/** The api over a pool or a transaction. With a signal, calls end with its reason when it aborts. */
export const createApi = (sql: ApiClient, options: ApiCallOptions = {}): Api => ({
${functions.map(({ name }) => `  ${camelCase(name)}: (args, more) => callFunction(sql, functions.${camelCase(name)}, args, { ...options, ...more }),`).join('\n')}
})
`
}

function renderSpec(each: ApiFunction, registered: boolean): string {
  const args = each.arguments.map(
    (argument) =>
      `{ key: '${camelCase(argument.name)}', name: '${argument.name}', type: '${argumentType(each, argument)}', required: ${argument.required} },`,
  )
  return `  ${camelCase(each.name)}: {
    name: '${each.name}',
    arguments: [${args.join('\n')}],
    ${renderResult(each, registered)}
  },`
}

/** The type that an argument is cast to; arrays as SQL writes them. */
function argumentType(each: ApiFunction, { name, type }: CatalogueColumn): string {
  mappingOf(type, `${each.signature}: argument ${name}`)
  return type.startsWith('_') ? `${type.slice(1)}[]` : type
}

function renderResult({ name, result, returnsSet, signature }: ApiFunction, registered: boolean): string {
  const own = `results.${name}`
  if ('columns' in result) {
    const columns = result.columns.map(
      (column) =>
        `${camelCase(column.name)}: ${mappingOf(column.type, `${signature}: column ${column.name}`).output}.nullable(),`,
    )
    const row = registered ? own : `z.object({ ${columns.join('\n')} })`
    const select = result.columns.map((column) => `${column.name} as "${camelCase(column.name)}"`).join(', ')
    return `shape: '${returnsSet ? 'rows' : 'row'}',
    select: '${select}',
    result: ${returnsSet ? `z.array(${row})` : `${row}.nullable()`},`
  }
  if (result.type === 'void') return `shape: 'void',\n    select: 'value',\n    result: z.undefined(),`
  const value = registered ? own : `${mappingOf(result.type, `${signature}: result`).output}.nullable()`
  return `shape: '${returnsSet ? 'values' : 'value'}',
    select: 'value',
    result: ${returnsSet ? `z.array(${value})` : value},`
}

function renderMethod(each: ApiFunction): string {
  const fields = each.arguments.map((argument) => {
    const { input } = mappingOf(argument.type, `${each.signature}: argument ${argument.name}`)
    const nullable = argument.required ? input : `${input} | null`
    return `${camelCase(argument.name)}${argument.required ? '' : '?'}: ${nullable}`
  })
  const optional = each.arguments.every(({ required }) => !required)
  const type = fields.length > 0 ? `{ ${fields.join('; ')} }` : 'Record<string, never>'
  const method = camelCase(each.name)
  return `${renderComment(each.comment)}  ${method}(args${optional ? '?' : ''}: ${type}, options?: ApiCallOptions): Promise<ApiResult<'${method}'>>`
}

function renderComment(comment: string | null): string {
  if (!comment) return ''
  const lines = wrap(comment.replaceAll('*/', '*\\/'), 112)
  return lines.length === 1
    ? `  /** ${lines[0]} */\n`
    : `  /**\n${lines.map((line) => `   * ${line}`).join('\n')}\n   */\n`
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last !== undefined && last.length + word.length < width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}
