/** What the payer is asked to confirm. */
export interface Challenge {
  readonly merchant: string
  /** As people write it: `15.00 EUR`; left out when a card is saved, not charged. */
  readonly amount?: string
  readonly last4: string
  /** Where the two buttons post `result=complete` or `result=fail` to. */
  readonly action: string
}

/**
 * The bank's page, as the payer sees it: 3-D Secure without a script, so that it works in any
 * browser, with a screen reader, and for a test that only speaks HTTP.
 */
export function challengePage(challenge: Challenge): string {
  const { merchant, amount, last4, action } = challenge
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Confirm it is you</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="bank">Test bank <span>3-D Secure</span></p>
<h1>${amount === undefined ? 'Confirm your card' : 'Confirm your payment'}</h1>
<dl>
<dt>Merchant</dt><dd>${escapeHtml(merchant)}</dd>
${amount === undefined ? '' : `<dt>Amount</dt><dd>${escapeHtml(amount)}</dd>\n`}<dt>Card</dt><dd>ending in ${escapeHtml(last4)}</dd>
</dl>
<form method="post" action="${escapeHtml(action)}">
<button class="primary" name="result" value="complete">Complete</button>
<button name="result" value="fail">Fail</button>
</form>
<p class="note">This page stands in for the card issuer. No money moves here.</p>
</main>
</body>
</html>
`
}

/** Shown when the challenge was answered before or never existed. */
export function challengeGonePage(): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Nothing to confirm</title>
<style>${style}</style>
</head>
<body>
<main>
<p class="bank">Test bank <span>3-D Secure</span></p>
<h1>Nothing to confirm</h1>
<p>This confirmation was answered before, or it has ended. Go back to the merchant to see where your payment stands.</p>
</main>
</body>
</html>
`
}

/** Headers of both pages: nothing may be loaded, framed elsewhere or kept. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'",
  'referrer-policy': 'no-referrer',
}

const style = `
:root { color-scheme: light dark; --ink: #14181f; --soft: #5a6472; --line: #d9dee5; --page: #f4f6f8; --card: #fff; --act: #1f4fd8; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f5; --soft: #a5afbd; --line: #38404c; --page: #11151b; --card: #1a2029; --act: #5b84f5; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--page); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.75rem; background: var(--card); border: 1px solid var(--line); border-radius: 0.75rem; }
.bank { display: flex; justify-content: space-between; margin: 0 0 1.5rem; padding-bottom: 1rem; border-bottom: 1px solid var(--line); font-weight: 600; }
.bank span, .note, dt { color: var(--soft); font-weight: 400; }
h1 { margin: 0 0 1rem; font-size: 1.375rem; line-height: 1.3; }
dl { display: grid; grid-template-columns: auto 1fr; gap: 0.5rem 1.5rem; margin: 0 0 1.75rem; }
dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
form { display: grid; gap: 0.75rem; }
button { min-height: 3rem; padding: 0.5rem 1rem; border: 1px solid var(--line); border-radius: 0.5rem; background: transparent; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
.primary { background: #1f4fd8; border-color: #1f4fd8; color: #fff; }
button:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
.note { margin: 1.5rem 0 0; font-size: 0.875rem; }
`

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
