import type { Demo } from './demo-file.ts'

/** What a first start prints: where everything is, the keys, and a call to paste. */
export function greeting({ url, operator_key, psps }: Demo, file: string): string {
  const [first] = psps.flatMap(({ merchants }) => merchants)
  return [
    `Switchyard runs at ${url} (test mode; processors are simulated).`,
    '',
    `  operator             ${operator_key}`,
    ...psps.flatMap(({ name, secret_key, merchants }) => [
      `  ${name.padEnd(20)} ${secret_key}`,
      ...merchants.map(({ id, secret_key }) => `    merchant           ${secret_key}  ${id}`),
    ]),
    '',
    `These keys, and publishable ones, are in ${file}. A first payment:`,
    '',
    `  curl ${url}/v1/payment_intents -u ${first?.secret_key}: \\`,
    '    -d amount=2500 -d currency=usd -d payment_method=pm_card_visa -d confirm=true',
  ].join('\n')
}
