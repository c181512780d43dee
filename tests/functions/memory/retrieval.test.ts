import { expect, test } from 'bun:test'
import { createApi } from '../../../src/db/generated.ts'
import { parseLocomo } from '../../../src/eval/locomo.ts'
import { evaluateRetrieval } from '../../../src/eval/retrieval.ts'
import { scoreRetrieval } from '../../../src/eval/score.ts'
import { localEmbedder } from '../../../src/llm/embeddings/local.ts'
import { testDatabase } from '../../fixtures/database.ts'
import homeService from '../../fixtures/retrieval/home-service.json'

class Rollback extends Error {}

test('search finds the answers of the home-service set, and the evaluation leaves nothing behind', async () => {
  const { admin, edge } = await testDatabase()
  const before = await admin`select count(*) from tenancy.tenants`
  let scores: Awaited<ReturnType<typeof evaluateRetrieval>> = []
  const progress: string[] = []
  await edge
    .begin(async (tx) => {
      scores = await evaluateRetrieval(createApi(tx), parseLocomo(homeService), {
        embedder: localEmbedder,
        onProgress: (text) => progress.push(text),
      })
      throw new Rollback()
    })
    .catch((error: unknown) => {
      if (!(error instanceof Rollback)) throw error
    })
  expect(scores.map(({ category, questions }) => [category, questions])).toEqual([
    ['all', 28],
    ['1', 4],
    ['2', 1],
    ['3', 3],
    ['4', 20],
  ])
  expect(scores[0]?.['recall@5']).toBeGreaterThanOrEqual(72)
  expect(scores[0]?.mrr).toBeGreaterThanOrEqual(50)
  expect(progress.length).toBeGreaterThan(1)
  expect(await admin`select count(*) from tenancy.tenants`).toEqual(before as never)
})

test('labels are split and repaired; ids of no turn, and questions without evidence, are dropped', () => {
  const turns = ['D1:1', 'D1:2', 'D11:5'].map((dia_id) => ({ speaker: 'A', dia_id, text: 'x', blip_caption: 'a dog' }))
  const qa = [['D1:1; D1:2'], ['D1:01', 'D9:9'], ['D:11:5'], ['D7:7'], []].map((evidence) => ({
    question: 'q',
    answer: 'a',
    category: 1,
    evidence,
  }))
  const [parsed] = parseLocomo([{ conversation: { session_1: turns, session_1_date_time: 'noon' }, qa }])
  expect(parsed?.questions.map(({ evidence }) => evidence)).toEqual([['D1:1', 'D1:2'], ['D1:1'], ['D11:5']])
  expect(parsed?.turns[0]?.text).toBe('A: x a dog')
})

test('recall counts the share of the evidence within the depth, and the rank of the first of it', () => {
  const found = ['a', 'b', 'c', 'd', 'e', 'f']
  const [all] = scoreRetrieval([
    { category: '1', evidence: ['b', 'f'], found, milliseconds: 3 },
    { category: '2', evidence: ['z'], found, milliseconds: 1 },
  ])
  expect(all).toEqual({
    category: 'all',
    questions: 2,
    'recall@5': 25,
    'recall@10': 50,
    'recall@20': 50,
    mrr: 25,
    p50_ms: 3,
  })
})
