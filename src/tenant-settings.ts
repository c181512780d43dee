import { z } from 'zod'

/** Text as Postgres stores it in jsonb: no NUL, no lone surrogate; its length counts characters, not UTF-16 units. */
const isStorable = (text: string) => text.isWellFormed() && !text.includes('\0')
const text = () => z.string().refine(isStorable, 'must be well-formed text')
const characters = (least: number, most: number) =>
  text().refine(
    (value) => [...value].length >= least && [...value].length <= most,
    `must have ${least} to ${most} characters`,
  )

const isStorableJson = (value: unknown): boolean => {
  if (typeof value === 'string') return isStorable(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.entries(value).every(([key, inner]) => isStorable(key) && isStorableJson(inner))
}
const origin = /^https?:\/\/[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[1-9][0-9]{0,4})?$/

const object = () => z.record(z.string(), z.json()).refine(isStorableJson, 'must hold well-formed text')

const settings = {
  /** Hours without a message after which a conversation ends. */
  conversationTimeoutHours: z.int().min(1).max(8760),
  assistantName: characters(1, 60),
  /** How long a reply may be. */
  replyMaxCharacters: z.int().min(160).max(1600),
  /** The most o200k tokens that a customer's context may take in a prompt. */
  promptBudget: z.int().min(50).max(16_000),
  /** How many tokens may be said in an open conversation before it is summarised. */
  summaryBudget: z.int().min(200).max(16_000),
  /** Rules of the business that every reply keeps to, in plain words. */
  rules: z.array(text()),
  /** What memberships are called, by status. */
  membershipNames: z.record(text(), text()),
  /** What a membership costs a year, in US dollars, and what it takes off each job. */
  membershipPlan: z.strictObject({
    pricePerYear: z.number().min(0).max(100_000),
    discountPercent: z.number().min(0).max(100),
  }),
  schedules: object(),
  communication_preferences: object(),
  /** How the CRM is read; what is left out has a default (crm.sync_settings). */
  crmSync: z
    .strictObject({
      /** minutes after which a customer's data are read anew when somebody asks for them */
      staleMinutes: z.int().min(5).max(10_080),
      /** when the night begins, by the shop's clock, and how many hours it has */
      nightHour: z.int().min(0).max(23),
      nightHours: z.int().min(1).max(12),
      requestsPerNight: z.int().min(1).max(1_000_000),
      pageSize: z.int().min(10).max(200),
      /** the most line items that one poll reads, a request each */
      pollLineItems: z.int().min(0).max(1000),
    })
    .partial(),
  /** How the chat on the web looks and what it offers; `title` stands for the business's name. */
  chat: z
    .strictObject({
      title: characters(1, 60),
      greeting: characters(1, 500),
      accentColor: text().regex(/^#[0-9a-f]{6}$/, 'must be a colour such as #0f766e'),
      /** what a visitor may say with one press */
      quickReplies: z.array(characters(1, 60)).max(6),
    })
    .partial(),
  /** Whose vectors messages get; without the key for it, or left out, the installation's. */
  embeddingModel: z.enum(['text-embedding-3-small', 'text-embedding-3-large', 'local']),
  /** Whether jobs that are made here, and notes on the CRM's jobs, go to the CRM. */
  pushJobs: z.boolean(),
  /** The tools that replies may use, by name; left out, those of `ai.list_reply_tools`. */
  replyTools: z.array(text().regex(/^[a-z][a-z_]{1,60}$/, 'must be the name of a tool')),
  /** How telephone calls are answered; what is left out has a default. */
  calls: z
    .strictObject({
      /** whether the assistant answers calls at all */
      assistant: z.boolean(),
      /** what a call meets outside the opening hours */
      outsideHours: z.enum(['voicemail', 'dial', 'assistant']),
      /** E.164: whom a caller is put through to; left out, the location's own or on-call number */
      transferTo: text().regex(/^\+[1-9][0-9]{6,14}$/, 'must be a number in E.164'),
      /** after how long a call with the assistant ends */
      maxMinutes: z.int().min(1).max(60),
      /** a voice of the model, by name */
      voice: text().regex(/^[a-z]{2,20}$/, 'must be the name of a voice'),
      /** said first, instead of the usual greeting */
      greeting: characters(1, 300),
    })
    .partial(),
  /** US dollars that models may cost a month: from the soft limit on the cheapest answer, from the hard one on none. */
  aiBudget: z
    .strictObject({ softUsd: z.number().min(0).max(1_000_000), hardUsd: z.number().min(0).max(1_000_000) })
    .partial()
    .refine(
      ({ softUsd = 0, hardUsd = softUsd }) => softUsd <= hardUsd,
      'the soft limit must not be above the hard one',
    ),
  /** Who writes replies, if that provider has a key; left out, the installation's choice. */
  replyProvider: z.strictObject({
    provider: z.enum(['openai', 'anthropic', 'local']),
    model: text()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/, 'must be the name of a model')
      .optional(),
  }),
  /** Web origins, as browsers send them, whose pages may call the api with a key of this tenant. */
  allowedOrigins: z.array(text().regex(origin, 'must be a web origin such as https://example.com')).max(20),
}

/** A tenant's settings: the same as `tenancy.are_settings_valid` in Postgres, which has the last word. */
export const tenantSettings = z.strictObject(settings).partial()

type Change = { [Name in keyof typeof settings]: z.ZodOptional<z.ZodNullable<(typeof settings)[Name]>> }

/** A change of them: null removes a setting. */
export const tenantSettingsChange = z.strictObject(
  Object.fromEntries(Object.entries(settings).map(([name, schema]) => [name, schema.nullish()])) as Change,
)
