import postgres from 'postgres'

const edge = postgres(`postgres://rapport_edge:x@127.0.0.1:54329/h3d_1k`, { max: 1, onnotice() {} })
for (let k = 0; k < 3; k++) {
  const s = performance.now()
  for (let i = 0; i < 2000; i++) await edge`select 1`
  console.log('seq', (performance.now() - s) / 2000)
  const u = performance.now()
  for (let i = 0; i < 2000; i++) await edge.unsafe('select 1 as value', [], { prepare: true })
  console.log('unsafe', (performance.now() - u) / 2000)
  const v = performance.now()
  for (let i = 0; i < 2000; i++) await edge`select ${i}::int`
  console.log('param', (performance.now() - v) / 2000)
  const w: number[] = []
  for (let i = 0; i < 2000; i++) {
    const a = performance.now()
    await edge`select 1`
    w.push(performance.now() - a)
  }
  w.sort((a, b) => a - b)
  console.log('p50', w[1000], w[1900], w[100])
}
await edge.end()
