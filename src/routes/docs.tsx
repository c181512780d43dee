// Bun looks for tsconfig.json where it was started, and Rapport may be started anywhere.
/** @jsxImportSource hono/jsx */
import { raw } from 'hono/html'
import { problemKinds } from '../errors.ts'
import { curlOf } from './docs-example.ts'
import { SchemaTree, typeName } from './docs-schema.tsx'
import { docsStyle } from './docs-style.ts'
import type { Document, Operation } from './docs-types.ts'

const anchor = (method: string, path: string) => `${method}-${path.replaceAll(/[^A-Za-z0-9]+/g, '-')}`

const operationsOf = (document: Document) =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
  )

/** Text of the document, in which backticks mark code as they do in Markdown. */
const Prose = ({ text }: { text: string }) => (
  <>{text.split('`').map((part, index) => (index % 2 === 1 ? <code key={index}>{part}</code> : part))}</>
)

const Parameters = ({ operation }: { operation: Operation }) =>
  operation.parameters?.length ? (
    <>
      <h4>Parameters</h4>
      <ul class="fields">
        {operation.parameters.map((parameter) => (
          <li key={parameter.name}>
            <code>{parameter.name}</code> in {parameter.in}
            {parameter.required ? <b> required</b> : null} <i>{typeName(parameter.schema)}</i>
            {parameter.description ? (
              <span>
                {' – '}
                <Prose text={parameter.description} />
              </span>
            ) : null}
          </li>
        ))}
      </ul>
    </>
  ) : null

const Body = ({ operation }: { operation: Operation }) =>
  Object.entries(operation.requestBody?.content ?? {}).map(([type, content]) => (
    <>
      <h4>
        Body <code>{type}</code>
      </h4>
      <SchemaTree schema={content.schema} />
    </>
  ))

const Responses = ({ operation }: { operation: Operation }) => (
  <>
    <h4>Answers</h4>
    <ul class="fields">
      {Object.entries(operation.responses ?? {}).map(([status, response]) => (
        <li key={status}>
          <code>{status}</code> <Prose text={response.description ?? ''} />
          {Object.entries(response.content ?? {}).map(([type, content]) => (
            <div class="inner" key={type}>
              <code>{type}</code> <SchemaTree schema={content.schema} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  </>
)

const OperationSection = (props: { document: Document; method: string; path: string; operation: Operation }) => {
  const { document, method, path, operation } = props
  const needed = operation.security?.flatMap((requirement) => Object.values(requirement).flat()) ?? []
  return (
    <section id={anchor(method, path)}>
      <h3>
        <span class={`method ${method}`}>{method.toUpperCase()}</span> <code>{path}</code>
      </h3>
      {operation.summary ? (
        <p>
          <Prose text={operation.summary} />
        </p>
      ) : null}
      {operation.description ? (
        <p>
          <Prose text={operation.description} />
        </p>
      ) : null}
      <p class="scope">{needed.length > 0 ? `API key with the scope ${needed.join(', ')}` : 'No API key'}</p>
      <Parameters operation={operation} />
      <Body operation={operation} />
      <Responses operation={operation} />
      <h4>Example</h4>
      <pre>{curlOf(document, method, path, operation)}</pre>
    </section>
  )
}

const Errors = () => (
  <section id="errors">
    <h2>Errors</h2>
    <ul class="fields">
      {Object.entries(problemKinds).map(([code, kind]) => (
        <li key={code} id={`error-${code}`}>
          <code>{code}</code> {kind.status} – {kind.title}
        </li>
      ))}
    </ul>
  </section>
)

/** The OpenAPI document as one page without scripts, fonts or anything else from elsewhere. */
export const docsPage = (document: Document, nonce: string) => {
  const operations = operationsOf(document)
  return (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{document.info.title} API</title>
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <style nonce={nonce}>{raw(docsStyle)}</style>
      </head>
      <body>
        <h1>{document.info.title} API</h1>
        <p class="intro">
          <Prose text={document.info.description ?? ''} />
        </p>
        <p>
          The same as <a href="/openapi.json">OpenAPI 3.1</a>. <a href="#errors">Errors</a>
        </p>
        <nav>
          <ul>
            {operations.map(({ method, path }) => (
              <li key={anchor(method, path)}>
                <a href={`#${anchor(method, path)}`}>
                  {method.toUpperCase()} {path}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        <main>
          {operations.map((entry) => (
            <OperationSection key={anchor(entry.method, entry.path)} document={document} {...entry} />
          ))}
          <h2>Schemas</h2>
          {Object.entries(document.components?.schemas ?? {}).map(([name, schema]) => (
            <section id={`schema-${name}`} key={name}>
              <h3>{name}</h3>
              <SchemaTree schema={schema} />
            </section>
          ))}
          <Errors />
        </main>
      </body>
    </html>
  )
}
