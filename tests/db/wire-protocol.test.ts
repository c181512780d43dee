import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  bind,
  cancelRequest,
  errorField,
  execute,
  flush,
  message,
  parse,
  query,
  rawClient,
  startup,
  sync,
  types,
} from './raw-client.ts'
import { openTestEngine } from './test-engine.ts'

let opened: Awaited<ReturnType<typeof openTestEngine>>
beforeAll(async () => {
  opened = await openTestEngine(150)
})
afterAll(() => opened.close())

const connected = async (parameters?: Record<string, string>) => {
  const client = rawClient(opened.engine, parameters)
  return Object.assign(client, { key: await client.start() })
}
const ask = async (client: Awaited<ReturnType<typeof connected>>, ...parts: Buffer[]) => {
  client.write(...parts)
  return client.until('Z')
}
const status = (messages: { type: string; body: Buffer }[]) => messages.at(-1)?.body.toString()

describe('opening a connection', () => {
  test('a refused encryption request is followed by a normal start', async () => {
    const client = rawClient(opened.engine)
    const request = Buffer.from([0, 0, 0, 8, 0x04, 0xd2, 0x16, 0x2f])
    let first: Buffer | undefined
    client.socket.once('data', (chunk: Buffer) => {
      first = chunk.subarray(0, 1)
    })
    client.socket.write(request)
    await new Promise((turn) => setImmediate(turn))
    expect(first?.toString()).toBe('N')
    client.socket.destroy()
  })

  test('a startup packet and a query may arrive byte by byte', async () => {
    const client = rawClient(opened.engine)
    for (const byte of Buffer.concat([startup(), query('select 1')])) client.socket.write(Buffer.from([byte]))
    await client.until('Z')
    expect(types(await client.until('Z'))).toBe('TDCZ')
    client.socket.destroy()
  })

  test('another protocol version and a bad role name are refused with an error', async () => {
    const old = rawClient(opened.engine)
    old.write(Buffer.from([0, 0, 0, 8, 0, 2, 0, 0]))
    expect(errorField(await old.untilClosed(), 'C')).toBe('08P01')
    const bad = rawClient(opened.engine, { role: 'x; drop role y' })
    bad.write(startup({ role: 'x; drop role y' }))
    expect(errorField(await bad.untilClosed(), 'C')).toBe('22023')
  })
})

describe('extended protocol', () => {
  test('after an error messages are ignored up to Sync, then the connection is ready', async () => {
    const client = await connected()
    client.write(parse('selekt'), flush)
    expect(errorField(await client.until('E'), 'C')).toBe('42601')
    expect(types(await ask(client, parse('select 1'), bind(), execute(), query('select 2'), sync))).toBe('Z')
    expect(types(await ask(client, query('select 3')))).toBe('TDCZ')
    client.socket.destroy()
  })

  test('a copy from stdin that is not a simple query of its own is an error and leaves the engine alive', async () => {
    const client = await connected()
    await ask(client, query('create table c(id int)'))
    for (const sent of [
      [parse('copy c from stdin'), bind(), execute(), sync],
      [query('select 1; copy c from stdin')],
      [query('begin; /* now */ copy "c" (id) from stdin')],
    ])
      expect(errorField(await ask(client, ...sent), 'C')).toBe('0A000')
    expect(types(await ask(client, query(`select '; copy c to stdout'`)))).toBe('TDCZ')
    client.socket.destroy()
  })

  test('statements of closed connections do not pile up in the engine', async () => {
    for (let i = 0; i < 5; i++) {
      const client = await connected()
      await ask(client, parse('select 1', `named_${i}`), sync)
      client.socket.destroy()
    }
    const client = await connected()
    const answer = await ask(client, query('select name from pg_prepared_statements'))
    expect(types(answer)).toBe('TCZ')
    client.socket.destroy()
  })
})

describe('waiting for another connection', () => {
  test('a batch without its Sync fails after the bound, is skipped to Sync, and the connection then works', async () => {
    const holder = await connected()
    const waiter = await connected()
    await ask(holder, query('begin; select 1'))
    const since = performance.now()
    waiter.write(parse('select 2'), message('D', Buffer.from('S'), ''), flush)
    const failed = await waiter.until('E')
    expect(performance.now() - since).toBeGreaterThanOrEqual(140)
    expect(types(failed)).toBe('E')
    expect(errorField(failed, 'C')).toBe('55P03')
    expect(errorField(failed, 'M')).toMatch(/waited 0\.[12] s .* pool was probably used inside its own transaction/)
    waiter.write(bind(), execute(), flush)
    expect(types(await ask(waiter, bind(), execute(), sync))).toBe('Z')
    expect(status(await ask(holder, query('commit')))).toBe('I')
    expect(types(await ask(waiter, query('select 3')))).toBe('TDCZ')
    holder.socket.destroy()
    waiter.socket.destroy()
  })

  test('a batch with its Sync and a simple query fail with one error and one ReadyForQuery each', async () => {
    const holder = await connected()
    const extended = await connected()
    const simple = await connected()
    await ask(holder, query('begin'))
    const answers = await Promise.all([
      ask(extended, parse('select 1'), bind(), execute(), sync),
      ask(simple, query('select 1')),
    ])
    expect(answers.map((answer) => [types(answer), errorField(answer, 'C'), status(answer)])).toEqual([
      ['EZ', '55P03', 'I'],
      ['EZ', '55P03', 'I'],
    ])
    for (const client of [holder, extended, simple]) client.socket.destroy()
  })

  test('a holder that keeps working is waited for longer than the bound', async () => {
    const holder = await connected()
    const waiter = await connected()
    await ask(holder, query('begin'))
    waiter.write(query('select 1'))
    const since = performance.now()
    while (performance.now() - since < 400) {
      await ask(holder, query('select 1'))
      await new Promise((turn) => setImmediate(turn))
    }
    expect(waiter.received).toEqual([])
    await ask(holder, query('commit'))
    expect(types(await waiter.until('Z'))).toBe('TDCZ')
    holder.socket.destroy()
    waiter.socket.destroy()
  })

  test('a CancelRequest takes a waiting statement back, with the right secret only', async () => {
    const holder = await connected()
    const waiter = await connected()
    await ask(holder, query('begin'))
    waiter.write(query('select 1'))
    const wrong = rawClient(opened.engine)
    wrong.write(cancelRequest(Buffer.concat([waiter.key.subarray(0, 4), Buffer.from([9, 9, 9, 9])])))
    await wrong.untilClosed()
    expect(waiter.received).toEqual([])
    const right = rawClient(opened.engine)
    right.write(cancelRequest(waiter.key))
    await right.untilClosed()
    expect(errorField(await waiter.until('Z'), 'C')).toBe('57014')
    holder.socket.destroy()
    waiter.socket.destroy()
  })

  test('a holder that vanishes, even between messages of a batch, is rolled back and the next one served', async () => {
    const setUp = await connected()
    await ask(setUp, query('create table vanished(id int)'))
    for (const last of [[query('select 1')], [parse('select 1'), flush], [parse('selekt'), flush]]) {
      const holder = await connected()
      const waiter = await connected()
      await ask(holder, query('begin'))
      await ask(holder, query('insert into vanished values (1)'))
      holder.write(...last)
      await holder.until(last.length === 1 ? 'Z' : last[0]?.includes('selekt') ? 'E' : '1')
      waiter.write(query('select * from vanished'))
      holder.socket.destroy()
      expect(types(await waiter.until('Z'))).toBe('TCZ')
      waiter.socket.destroy()
    }
    setUp.socket.destroy()
  })

  test('a waiter that vanishes is not served and nobody waits for it', async () => {
    const holder = await connected()
    const gone = await connected()
    const next = await connected()
    await ask(holder, query('begin'))
    gone.write(query('create table never(id int)'))
    await new Promise((turn) => setImmediate(turn))
    next.write(query(`select to_regclass('never') is null`))
    gone.socket.destroy()
    await ask(holder, query('commit'))
    const answer = await next.until('Z')
    expect(answer.find((entry) => entry.type === 'D')?.body.toString('latin1')).toEndWith('t')
    for (const client of [holder, next]) client.socket.destroy()
  })
})

describe('ending', () => {
  test('what was sent before Terminate is still done', async () => {
    const client = await connected()
    client.socket.end(Buffer.concat([query('create table before_end(id int)'), message('X')]))
    await client.untilClosed()
    const other = await connected()
    expect(types(await ask(other, query('select * from before_end')))).toBe('TCZ')
    other.socket.destroy()
  })

  test('a client that closes without Terminate is closed too, and a half message is dropped', async () => {
    const client = await connected()
    client.socket.end(query('select 1').subarray(0, 7))
    await client.untilClosed()
    expect(client.isClosed()).toBe(true)
  })

  test('a client that does not read stops being served, holds nobody up, and gets everything when it reads again', async () => {
    const client = await connected()
    client.socket.pause()
    client.write(...Array.from({ length: 50 }, () => query(`select repeat('x', 100000)`)))
    const other = await connected()
    expect(types(await ask(other, query('select 1')))).toBe('TDCZ')
    expect(client.socket.readableLength).toBeLessThan(1_000_000)
    client.socket.resume()
    for (let i = 0; i < 50; i++) expect(types(await client.until('Z'))).toBe('TDCZ')
    client.socket.destroy()
    other.socket.destroy()
  })
})
