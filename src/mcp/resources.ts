import type { McpCall } from './handler.ts'
import { RpcFailure, rpcCodes } from './protocol.ts'

const PROMPT_BUDGET = 1500

export const listResourceTemplates = () => [
  {
    uriTemplate: 'rapport://customers/{customerId}/context',
    name: 'customer_context',
    title: 'Customer context',
    description: 'All that is known about a customer, as get_customer_context answers it',
    mimeType: 'application/json',
  },
  {
    uriTemplate: 'rapport://customers/{customerId}/prompt',
    name: 'customer_prompt',
    title: 'Customer context for a prompt',
    description: 'The most useful of it as Markdown, what the customer wrote marked as quoted',
    mimeType: 'text/markdown',
  },
]

const shape = /^rapport:\/\/customers\/([0-9a-f-]{36})\/(context|prompt)$/i

/** `resources/read`. @throws RpcFailure for a URI that names nothing */
export async function readResource({ caller, params, api, isStateless }: McpCall) {
  caller.assertScope('context:read')
  const { tenantId } = caller
  const uri = String(params.uri)
  const [, customerId, part] = shape.exec(uri) ?? []
  const text =
    customerId === undefined
      ? null
      : part === 'context'
        ? await api.getCustomerContextText({ tenantId, type: 'customer_id', value: customerId })
        : await readCustomerPrompt({ api, tenantId }, customerId)
  if (text === null || customerId === undefined) {
    const code = isStateless ? rpcCodes.invalidParams : rpcCodes.resourceNotFound
    throw new RpcFailure(code, 'Resource not found', { uri: uri.slice(0, 200) })
  }
  caller.onRead([customerId])
  return { contents: [{ uri, mimeType: part === 'context' ? 'application/json' : 'text/markdown', text }] }
}

/** What a model is told about a customer; null when there is none. */
export async function readCustomerPrompt(
  { api, tenantId }: Pick<McpCall, 'api'> & { tenantId: string },
  customerId: string,
): Promise<string | null> {
  try {
    return await api.getContextPrompt({ tenantId, customerId, budget: PROMPT_BUDGET })
  } catch (error) {
    // RP001: there is no such customer; RP006: they were erased.
    if (['RP001', 'RP006'].includes((error as { code?: string }).code ?? '')) return null
    throw error
  }
}
