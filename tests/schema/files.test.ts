import { describe, expect, test } from 'bun:test'
import { type SourceFile, sourceFiles } from '../fixtures/repository.ts'

const functionFiles = sourceFiles(['functions'], '.sql')
const sqlFiles = sourceFiles(['sql', 'functions'], '.sql')
const typescript = sourceFiles(['src', 'jobs'], '.ts').concat(sourceFiles(['src'], '.tsx'))

const nameOf = (file: SourceFile) =>
  file.path
    .replace(/^functions\//, '')
    .replace(/\.sql$/, '')
    .replace('/', '.')
const withoutComments = (text: string) => text.replace(/--.*$/gm, '')
const withoutStrings = (text: string) =>
  withoutComments(text)
    .replace(/'(?:[^']|'')*'/g, "''")
    .replace(/"[^"]*"/g, '""')

/** The files that break a rule, each with what is wrong: an empty list is what every test here wants. */
function offenders(files: SourceFile[], complaint: (file: SourceFile) => string | false | undefined) {
  if (files.length === 0) throw new Error('no files to look at')
  return files.flatMap((file) => {
    const found = complaint(file)
    return found ? [`${file.path}: ${found}`] : []
  })
}

describe('SQL files', () => {
  test('hold one function each, named like the file', () => {
    const wrong = offenders(functionFiles, (file) => {
      const names = [...withoutComments(file.text).matchAll(/^create (?:or replace )?function ([a-z_]+\.[a-z_0-9]+)/gm)]
      if (names.length !== 1) return `${names.length} functions`
      return names[0]?.[1] !== nameOf(file) && `is ${names[0]?.[1]}`
    })
    expect(wrong).toEqual([])
  })

  test('keep the header order: returns, language, volatility, strict, parallel, rows, security, search_path, body', () => {
    const header =
      /create or replace function [^(]+\((?:[^$]*?\)\nreturns [\s\S]*?|[^$]*? out [^$]*?\))\nlanguage (plpgsql|sql)\n(volatile|stable|immutable)\n(strict\n)?(parallel (safe|restricted|unsafe)\n)?(rows \d+\n)?(security (definer|invoker)\n)?((set [a-z_.]+ = \S+\n)+as \$\w*\$|return\s|begin atomic\s|--|set search_path = ''\n(begin atomic|return))/
    expect(offenders(functionFiles, (file) => !header.test(file.text) && 'the header is in another order')).toEqual([])
  })

  // A body that is no text had its names looked up when it was created; a SET would keep it from being inlined.
  test('pin the search path unless the body is an expression or a statement that can be inlined', () => {
    const wrong = offenders(functionFiles, (file) => {
      const isParsed = /\nlanguage sql\n[\s\S]*?\n(--.*\n)*(return|begin atomic)\s/.test(file.text)
      return !isParsed && !file.text.includes("set search_path = ''") && 'no pinned search_path'
    })
    expect(wrong).toEqual([])
  })

  test('write keywords in lower case', () => {
    const shouting = /\b(SELECT|INSERT|UPDATE|DELETE|FROM|WHERE|CREATE|RETURNS|LANGUAGE|BEGIN|END|AND|OR|NOT|NULL)\b/
    expect(offenders(sqlFiles, (file) => shouting.exec(withoutStrings(file.text))?.[0])).toEqual([])
  })

  test('give arguments p_ and locals v_ names', () => {
    const wrong = offenders(functionFiles, (file) => {
      const signature = /function [a-z_.0-9]+\(([\s\S]*?)\)\nreturns/.exec(withoutStrings(file.text))?.[1] ?? ''
      const names = signature
        .split(/,(?![^(]*\))/)
        .map((part) => part.trim().split(/\s+/))
        .filter((words) => words[0])
      const argument = names
        .map((words) => (words[0] === 'variadic' ? words[1] : words[0]))
        .find((name) => !name?.startsWith('p_'))
      if (argument) return `argument ${argument}`
      const declared = /\ndeclare\n([\s\S]*?)\nbegin/.exec(withoutStrings(file.text))?.[1] ?? ''
      return [...declared.matchAll(/^ {2}([a-z]\w*)/gm)]
        .map((match) => match[1])
        .find((name) => !/^[vc]_/.test(name ?? ''))
    })
    expect(wrong).toEqual([])
  })

  test('comment every function in its own file', () => {
    expect(
      offenders(functionFiles, (file) => !file.text.includes(`comment on function ${nameOf(file)}(`) && 'no comment'),
    ).toEqual([])
  })

  test('raise only documented error codes', () => {
    const documented = sourceFiles(['docs'], 'error-codes.md')[0]?.text ?? ''
    const wrong = offenders(sqlFiles, (file) =>
      [...file.text.matchAll(/'(RP\d{3})'/g)].map((m) => m[1] ?? '').find((code) => !documented.includes(code)),
    )
    expect(wrong).toEqual([])
  })

  test('set the tenant first in every api function that is given one', () => {
    const wrong = offenders(functionFiles, (file) => {
      if (!file.path.startsWith('functions/api/') || !/\(\s*p_tenant_id uuid/.test(file.text)) return false
      return (
        !/\nbegin\n(\s*--.*\n)*\s+perform tenancy\.set_tenant\(p_tenant_id\);/.test(file.text) &&
        'does something before it sets the tenant'
      )
    })
    expect(wrong).toEqual([])
  })

  test('name triggers for their order', () => {
    const wrong = offenders(sqlFiles, (file) =>
      [...withoutComments(file.text).matchAll(/create (?:or replace )?trigger (\S+)/g)]
        .map((match) => match[1] ?? '')
        .find((name) => !/^_[1-9]00_[a-z_]+$/.test(name)),
    )
    expect(wrong).toEqual([])
  })
})

describe('TypeScript files', () => {
  test('call no schema but api, outside of migrations and the queue driver', () => {
    const schemas =
      /\b(tenancy|identity|memory|context|insight|crm|lead|outreach|ai|intake|ops|queue)\.[a-z_]+\s*\(|\b(from|into|update|join)\s+(tenancy|identity|memory|context|insight|crm|lead|outreach|ai|intake|ops|pgboss)\.[a-z_]+/
    const allowed = /^src\/(db\/migrat|db\/generate|queue\/)/
    const wrong = offenders(typescript, (file) => {
      if (allowed.test(file.path)) return false
      const queries = [...file.text.matchAll(/\b(?:sql|tx|admin)(?:<[^`]*>)?`([^`]*)`|unsafe\(\s*[`'"]([^`'"]*)/g)].map(
        (match) => match[1] ?? match[2] ?? '',
      )
      return queries.map((query) => schemas.exec(query)?.[0]).find(Boolean)
    })
    expect(wrong).toEqual([])
  })

  test('leave the environment to src/env.ts and the two entries', () => {
    const wrong = offenders(
      typescript,
      (file) =>
        !/^src\/(env|bun|cli|worker)\.ts$/.test(file.path) &&
        /\b(process\.env|Bun\.env|import\.meta\.env)\b/.exec(file.text)?.[0],
    )
    expect(wrong).toEqual([])
  })

  test('stay short: one reason to exist each', () => {
    const wrong = offenders(typescript, (file) => {
      const lines = file.text.split('\n').length
      return !file.path.includes('generated') && !file.path.startsWith('src/demo/') && lines > 220 && `${lines} lines`
    })
    expect(wrong).toEqual([])
  })
})

test('the top level holds the folders of the design and no other', () => {
  const known = ['.ci', 'docs', 'functions', 'jobs', 'sql', 'src', 'tests']
  const tracked = Bun.spawnSync(['git', 'ls-files', '-co', '--exclude-standard'], {
    cwd: `${import.meta.dir}/../..`,
  }).stdout.toString()
  const folders = new Set(
    tracked
      .split('\n')
      .filter((path) => path.includes('/'))
      .map((path) => path.split('/')[0] ?? ''),
  )
  expect([...folders].filter((folder) => !known.includes(folder))).toEqual([])
})
