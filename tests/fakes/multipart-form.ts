import type { DoubleRequest } from './http-double.ts'

/** Fields and the file of a form as it was sent; null for what is none, or was not sent whole. */
export function parseForm({ headers, body }: DoubleRequest) {
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(headers.get('content-type') ?? '')?.[1]
  if (!boundary || !body.endsWith(`--${boundary}--\r\n`)) return null
  const fields: Record<string, string> = {}
  let file: { filename: string; content: string } | undefined
  for (const part of body.split(`--${boundary}`).slice(1, -1)) {
    const split = part.indexOf('\r\n\r\n')
    const head = part.slice(0, split)
    const content = part.slice(split + 4, -2)
    const name = / name="([^"]+)"/.exec(head)?.[1] ?? ''
    const filename = / filename="([^"]+)"/.exec(head)?.[1]
    if (filename === undefined) fields[name] = content
    else if (name === 'file') file = { filename, content }
  }
  return { fields, file }
}
