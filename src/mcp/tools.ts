import { z } from 'zod'
import { callTool } from '../tools/call.ts'
import type { AnyTool } from '../tools/definition.ts'
import { toolNamed, tools } from '../tools/index.ts'
import type { McpCall, McpCaller } from './handler.ts'
import { RpcFailure, rpcCodes } from './protocol.ts'

/** The tools that the caller's key opens. */
export const describeTools = (caller: McpCaller) => tools.filter(({ scope }) => caller.hasScope(scope)).map(describe)

const describe = (tool: AnyTool) => ({
  name: tool.name,
  title: tool.title,
  description: tool.description,
  inputSchema: z.toJSONSchema(tool.input, { io: 'input' }),
  outputSchema: z.toJSONSchema(tool.output, { io: 'output' }),
  annotations: { readOnlyHint: !tool.isWrite, destructiveHint: false, openWorldHint: false },
})

/** `tools/call`. What goes wrong in the tool is its result, so that the model can do something about it. */
export async function runTool({ caller, params, api, embedders, logger }: McpCall) {
  const tool = toolNamed(String(params.name))
  if (!tool) throw new RpcFailure(rpcCodes.invalidParams, 'Unknown tool')
  caller.assertScope(tool.scope)
  const { tenantId, signal } = caller
  const context = { api, tenantId, embedders, logger, signal, reply: null }
  const answer = await callTool(tool, params.arguments ?? {}, context)
  if (!answer.ok) return { content: [{ type: 'text', text: `${answer.code}: ${answer.message}` }], isError: true }
  caller.onRead(answer.customerIds)
  // As text too, for clients that read no structure.
  return { content: [{ type: 'text', text: JSON.stringify(answer.output) }], structuredContent: answer.output }
}
