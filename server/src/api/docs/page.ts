import { problems } from '../problems.ts'
import type { OpenApi, Operation } from './openapi.ts'

type Schema = Readonly<Record<string, unknown>>

interface Listed {
  readonly method: string
  readonly path: string
  readonly operation: Operation
}

/** The API's description as a page to read: no scripts, so nothing to trust but our own words. */
export function docsPage(api: OpenApi): string {
  const operations = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
  const chapters = api.tags.map(({ name }) => ({
    name,
    operations: operations.filter(({ operation }) => operation.tags.includes(name)),
  }))
  // Objects have Stripe's lower-case names, parameters those of their operation.
  const objects = Object.entries(api.components.schemas).filter(([name]) => /^[a-z]/.test(name))
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${api.info.title} API</title>
<link rel="stylesheet" href="/docs/style.css">
</head>
<body>
<nav>
<h1>${api.info.title}</h1>
<ul>${chapters.map(({ name }) => html`<li><a href="#${anchor(name)}">${name}</a></li>`)}<li><a href="#objects">Objects</a></li><li><a href="#errors">Errors</a></li></ul>
</nav>
<main>
<p>${api.info.description} Version ${api.info.version}. The same as <a href="/openapi.json">OpenAPI 3.1</a>.</p>
<pre>curl ${api.servers[0]?.url ?? ''}/v1/events -u sk_test_…:</pre>
${chapters.map(
  (chapter) => html`<section id="${anchor(chapter.name)}"><h2>${chapter.name}</h2>
${chapter.operations.map((listed) => section(api, listed))}</section>`,
)}
<section id="objects"><h2>Objects</h2>
${objects.map(
  ([name, schema]) => html`<details id="object-${name}"><summary><code>${name}</code></summary>
${fields(schema as Schema)}</details>`,
)}</section>
<section id="errors"><h2>Errors</h2>
<table><tr><th>Code</th><th>Status</th><th>Type</th></tr>
${errorRows()}</table></section>
</main>
</body>
</html>
`.text
}

function section(api: OpenApi, { method, path, operation }: Listed): Html {
  const access = operation['x-switchyard-access']
  const params = api.components.schemas[`${operation.operationId}Params`] as Schema | undefined
  const answer = operation.responses['200'] as { content: Record<string, { schema: Schema }> }
  const [{ schema } = { schema: {} }] = Object.values(answer.content)
  return html`<details id="${operation.operationId}"><summary><b>${method.toUpperCase()}</b> <code>${path}</code> ${operation.summary}</summary>
<p>Permission <code>${access.resource}: ${access.verb}</code>, with the key of ${access.levels.map((level) => `a ${level}`).join(' or ')}${
    access.publishable === false ? '' : '; also from a browser, with a publishable key'
  }.</p>
${params === undefined ? parameters(operation) : fields(params)}
<p>Returns ${returned(schema)}.</p></details>`
}

function parameters({ parameters }: Operation): Html {
  const inQuery = parameters.filter(({ in: where }) => where === 'query')
  const names = (wanted: readonly Schema[]) => wanted.map(({ name }) => String(name))
  return fields({
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [name, schema])),
    required: names(inQuery.filter(({ required }) => required === true)),
  })
}

function fields(schema: Schema): Html {
  const properties = Object.entries(
    (schema['properties'] ?? {}) as Readonly<Record<string, Schema>>,
  )
  const required = (schema['required'] ?? []) as readonly string[]
  if (properties.length === 0) return html``
  return html`<dl>${properties.map(
    ([
      name,
      property,
    ]) => html`<dt><code>${name}</code> <i>${kindOf(property)}${required.includes(name) ? ', required' : ''}</i></dt>
<dd>${text(property['description'])}${fields(inner(property))}</dd>`,
  )}</dl>`
}

/** What has the fields: an item of a list, or the one of several choices that is an object. */
function inner(schema: Schema): Schema {
  const items = schema['items'] as Schema | undefined
  const choices = (schema['anyOf'] ?? []) as readonly Schema[]
  const choice = choices.find(({ type }) => type === 'object' || type === 'array')
  return items !== undefined ? inner(items) : choice !== undefined ? inner(choice) : schema
}

function kindOf(schema: Schema): string {
  const words = (schema['enum'] ?? []) as readonly unknown[]
  const choices = (schema['anyOf'] ?? []) as readonly Schema[]
  if (words.length > 0) return words.map(String).join(' | ')
  if ('const' in schema) return String(schema['const'])
  if (choices.length > 0) return choices.map(kindOf).join(' or ')
  return [schema['type'] ?? 'any'].flat().join(' or ')
}

function returned(schema: Schema): Html {
  const ref = schema['$ref']
  if (typeof ref === 'string') {
    const name = ref.split('/').at(-1) ?? ''
    return html`<a href="#object-${name}">${name}</a>`
  }
  if (schema['format'] === 'binary') return html`the bytes`
  const { data } = (schema['properties'] ?? {}) as { data?: { items: Schema } }
  return data === undefined ? html`what is left of it` : html`a page of ${returned(data.items)}`
}

function errorRows(): Html[] {
  const byCode = new Map<string, { status: number; type: string }>()
  for (const [name, { code = name, status, type }] of Object.entries(problems)) {
    if (code !== null && !byCode.has(code)) byCode.set(code, { status, type })
  }
  return [...byCode]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(
      ([code, { status, type }]) =>
        html`<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${type}</td></tr>`,
    )
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const anchor = (name: string) => name.toLowerCase().replace(/\W+/g, '-')

/** Markup; everything put into it that is not markup itself is escaped. */
interface Html {
  readonly text: string
}

function html(
  parts: TemplateStringsArray,
  ...values: readonly (string | number | Html | readonly Html[])[]
): Html {
  const shown = values.map((value) =>
    typeof value === 'object'
      ? [value]
          .flat()
          .map((part) => (part as Html).text)
          .join('')
      : String(value).replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`),
  )
  return { text: String.raw({ raw: parts }, ...shown) }
}
