import type { z } from 'zod'
import type { Api } from '../db/generated.ts'
import type { Scope } from '../http/auth.ts'
import type { Embedders } from '../llm/embeddings/embedder.ts'
import type { Logger } from '../logger.ts'

/** The api functions that tools call. */
export type ToolApi = Pick<
  Api,
  | 'getCustomerContext'
  | 'searchCustomers'
  | 'searchMemory'
  | 'getQueryModel'
  | 'recordModelCalls'
  | 'fetchMemoryCandidates'
  | 'confirmMemoryContext'
  | 'getCustomerInsights'
  | 'actionInsight'
  | 'upsertCustomerProfile'
  | 'addAddress'
  | 'createJob'
  | 'addJobItem'
  | 'recordJobEvent'
  | 'listMemoryNotes'
  | 'amendMemoryNote'
>

/** The reply that tools are used in: everything they do is for its customer. */
export interface ToolReply {
  customerId: string
  conversationId: string
  /** the message that is answered; null in a call whose caller has said nothing yet */
  answersMessageId: string | null
}

/** What a tool works with, besides its input. */
export interface ToolContext {
  api: ToolApi
  tenantId: string
  embedders: Embedders
  logger: Logger
  signal: AbortSignal
  /** in a reply, else null: then the caller names the customer, within the tenant */
  reply: ToolReply | null
}

/** What an agent may do: one api call. */
export interface Tool<Input extends z.ZodObject = z.ZodObject, Output extends z.ZodObject = z.ZodObject> {
  name: string
  /** for people */
  title: string
  /** for models: what it does and when to use it */
  description: string
  /** what an API key needs for it */
  scope: Scope
  isWrite: boolean
  input: Input
  output: Output
  /**
   * The fields of the input that a model may fill in a reply; the customer is never among them. Absent: not for replies.
   */
  inReplies?: readonly Extract<keyof z.output<Input>, string>[]
  run(context: ToolContext, input: z.output<Input>): Promise<z.input<Output>>
  /** whom the answer shows, for the log of who read whom */
  customersOf(output: z.output<Output>): readonly (string | null)[]
}

/** A tool with its types told by its schemas. */
export const defineTool = <Input extends z.ZodObject, Output extends z.ZodObject>(
  tool: Tool<Input, Output>,
): Tool<Input, Output> => tool

/** A tool of any input and output; each checks its own. */
// biome-ignore lint/suspicious/noExplicitAny: a list of tools cannot name one type, and `callTool` checks what goes in and out.
export type AnyTool = Tool<any, any>
