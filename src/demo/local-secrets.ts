import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { newApiKey } from '../api-key.ts'

const schema = z.object({
  apiKey: z.string().startsWith('rk_'),
  twilioAuthToken: z.string().length(32),
  /** signs links to chats and their sessions while JWT_SECRET is not set */
  jwtSecret: z.string().length(64),
})

/** What a machine's demo tenant is reached with: never valid anywhere else. */
export type LocalSecrets = z.infer<typeof schema>

const fileOf = (dataDir: string) => join(dataDir, 'demo-secrets.json')

/** The demo's secrets of this machine, if it has any yet. */
export function readLocalSecrets(dataDir: string): LocalSecrets | null {
  try {
    return schema.parse(JSON.parse(readFileSync(fileOf(dataDir), 'utf8')))
  } catch {
    // Absent or unreadable: they are only good for the demo, and a new start makes new ones.
    return null
  }
}

/** The demo's secrets, made on the first start and readable by their owner only. */
export async function ensureLocalSecrets(dataDir: string): Promise<LocalSecrets> {
  const found = readLocalSecrets(dataDir)
  if (found) return found
  const made: LocalSecrets = {
    apiKey: (await newApiKey()).text,
    twilioAuthToken: randomBytes(16).toString('hex'),
    jwtSecret: randomBytes(32).toString('hex'),
  }
  mkdirSync(dataDir, { recursive: true })
  const draft = `${fileOf(dataDir)}.${process.pid}`
  writeFileSync(draft, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 })
  renameSync(draft, fileOf(dataDir))
  return made
}
