import { createHash } from 'node:crypto'
import type { FastifyReply } from 'fastify'

/** What a page for payers says: a headline, a sentence, and facts with their names. */
export interface Saying {
  readonly status: number
  readonly title: string
  readonly text: string
  readonly facts?: readonly (readonly [name: string, value: string])[]
}

/** Sends a page a payer can read with any browser or reader: no script, nothing loaded from anywhere. */
export function sendPage(reply: FastifyReply, saying: Saying): FastifyReply {
  const { status, title, text, facts = [] } = saying
  return reply
    .code(status)
    .headers(headers)
    .send(`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${list(facts)}</main>
</body>
</html>
`)
}

function list(facts: NonNullable<Saying['facts']>): string {
  if (facts.length === 0) return ''
  const rows = facts.map(
    ([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`,
  )
  return `<dl>\n${rows.join('\n')}\n</dl>\n`
}

const style = `
:root { color-scheme: light dark; --ink: #14181f; --soft: #4d5663; --line: #d9dee5; --page: #f4f6f8; --card: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f5; --soft: #b3bcc9; --line: #38404c; --page: #11151b; --card: #1a2029; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
h1 { margin: 0 0 0.75rem; font-size: 1.375rem; line-height: 1.3; }
p, dt { margin: 0; color: var(--soft); }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.5rem 1.5rem; margin: 1.25rem 0 0; padding-top: 1.25rem; border-top: 1px solid var(--line); }
dd { margin: 0; text-align: right; overflow-wrap: anywhere; }
`

const styleHash = createHash('sha256').update(style).digest('base64')

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  // The page's address names a payment: it stays with us.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
