/** One statement of a SQL file. `offset` is its first character's index in the file, `line` counts from 1. */
export interface SqlStatement {
  text: string
  offset: number
  line: number
}

const TOKEN =
  /--[^\n]*|\/\*|[eE]'(?:[^'\\]|\\.|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$|[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*|./gsu

/** Index just after the comment that opens at `start`; Postgres nests block comments. */
function endOfBlockComment(text: string, start: number): number {
  const mark = /\/\*|\*\//g
  mark.lastIndex = start
  let depth = 0
  for (let match = mark.exec(text); match; match = mark.exec(text)) {
    depth += match[0] === '/*' ? 1 : -1
    if (depth === 0) return mark.lastIndex
  }
  return text.length
}

/**
 * Where a `;` does not end the statement: in parentheses (rules) and in `begin atomic … end` (which psql, too, finds
 * by counting `begin`, `case` and `end` inside `create function`).
 */
class Nesting {
  #parens = 0
  #blocks = 0
  #words: string[] = []

  see(token: string) {
    if (token === '(') this.#parens += 1
    else if (token === ')') this.#parens -= 1
    else if (/^[a-z_]/i.test(token)) this.#word(token.toLowerCase())
  }

  get open() {
    return this.#parens > 0 || this.#blocks > 0
  }

  #word(word: string) {
    if (this.#words.length < 4) this.#words.push(word)
    const routine = /^create (or replace )?(function|procedure)\b/.test(this.#words.join(' '))
    if (routine && word === 'begin') this.#blocks += 1
    else if (this.#blocks > 0 && word === 'case') this.#blocks += 1
    else if (this.#blocks > 0 && word === 'end') this.#blocks -= 1
  }
}

/**
 * Splits a SQL file at its top-level semicolons, as psql does: strings, dollar quotes, quoted names, nested comments,
 * parentheses and `begin atomic` bodies are kept whole. Comments and blanks before a statement belong to none.
 * `standard_conforming_strings` is taken to be on. `copy … from stdin` with data in the file is not supported.
 */
export function splitStatements(text: string): SqlStatement[] {
  const statements: SqlStatement[] = []
  const token = new RegExp(TOKEN)
  let nesting = new Nesting()
  let start = -1

  const close = (end: number) => {
    if (start >= 0) {
      statements.push({ text: text.slice(start, end).trimEnd(), offset: start, line: lineAt(text, start) })
    }
    start = -1
    nesting = new Nesting()
  }

  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match
    if (found === '/*') token.lastIndex = endOfBlockComment(text, match.index)
    if (found === '/*' || found.startsWith('--') || /^\s$/.test(found)) continue
    if (found === ';' && !nesting.open) {
      close(match.index)
      continue
    }
    if (start < 0) start = match.index
    if (found.startsWith('$') && found.length > 1) {
      const end = text.indexOf(found, token.lastIndex)
      token.lastIndex = end < 0 ? text.length : end + found.length
    }
    nesting.see(found)
  }
  close(text.length)
  return statements
}

/** Line (from 1) of a character index. */
export function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** Index of a server's `position`, which counts characters (not UTF-16 units) from 1. */
export function indexOfPosition(text: string, position: number): number {
  return Array.from(text)
    .slice(0, position - 1)
    .join('').length
}
