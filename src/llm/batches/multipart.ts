const PIECE = 256 * 1024

/**
 * A form with a file (field `file`) that is sent while it is read: never whole in memory. The SDK's own upload holds all of it.
 * @param lines of the file, each with its line break
 */
export function multipartFile(filename: string, lines: AsyncIterable<string>, fields: Record<string, string>) {
  const boundary = `rapport-${crypto.randomUUID()}`
  const encoder = new TextEncoder()
  async function* pieces(): AsyncGenerator<Uint8Array> {
    let text = ''
    for (const [name, value] of Object.entries(fields)) {
      text += `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
    }
    text += `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="${filename}"\r\n`
    text += 'Content-Type: application/jsonl\r\n\r\n'
    for await (const line of lines) {
      text += line
      if (text.length < PIECE) continue
      yield encoder.encode(text)
      text = ''
    }
    yield encoder.encode(`${text}\r\n--${boundary}--\r\n`)
  }
  const source = pieces()
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await source.next()
        if (done) controller.close()
        else controller.enqueue(value)
      },
      async cancel() {
        await source.return(undefined)
      },
    },
    { highWaterMark: 1 },
  )
  return { body, contentType: `multipart/form-data; boundary=${boundary}` }
}
