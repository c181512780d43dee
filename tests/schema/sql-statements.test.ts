import { describe, expect, test } from 'bun:test'
import { splitStatements } from '../../src/db/migration/sql-statements.ts'

const texts = (file: string) => splitStatements(file).map(({ text }) => text)

describe('splitStatements', () => {
  test.each([
    ['plain statements', 'select 1; select 2', ['select 1', 'select 2']],
    ['nothing but comments', '-- a; b\n/* c; /* d; */ e; */ ;;\n', []],
    ['strings with semicolons and doubled quotes', "select 'a;''b;'; select 1", ["select 'a;''b;'", 'select 1']],
    [
      'escape strings',
      String.raw`select E'a\';b'; select e'\\'; select 1`,
      [String.raw`select E'a\';b'`, String.raw`select e'\\'`, 'select 1'],
    ],
    ['backslashes in plain strings', String.raw`select '\'; select 2`, [String.raw`select '\'`, 'select 2']],
    ['quoted names', 'select 1 as "a;""b"; select 2', ['select 1 as "a;""b"', 'select 2']],
    ['dollar quotes', 'do $$ a; $b$ c; $$; select $x$;$$;$x$', ['do $$ a; $b$ c; $$', 'select $x$;$$;$x$']],
    ['parameters and names with dollars', 'select $1, a$b$ from t; select 2', ['select $1, a$b$ from t', 'select 2']],
    [
      'parentheses of a rule',
      'create rule r as on insert to t do (select 1; select 2); select 3',
      ['create rule r as on insert to t do (select 1; select 2)', 'select 3'],
    ],
    [
      'begin atomic bodies with case',
      'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end; select 3',
      [
        'create or replace function f() returns int begin atomic select case when true then 1 end; select 2; end',
        'select 3',
      ],
    ],
    ['begin and end as statements', 'begin; select 1; end', ['begin', 'select 1', 'end']],
  ])('keeps %s whole', (_, file, expected) => {
    expect(texts(file)).toEqual(expected)
  })

  test('gives each statement its offset and line', () => {
    const file = '-- first\nselect 1;\n\n  /* x\n */ select 2;'
    expect(splitStatements(file).map(({ offset, line }) => [offset, line])).toEqual([
      [file.indexOf('select 1'), 2],
      [file.indexOf('select 2'), 5],
    ])
  })
})
