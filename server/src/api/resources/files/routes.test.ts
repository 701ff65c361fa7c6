import { randomBytes } from 'node:crypto'
import type Stripe from 'stripe'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../../test/api.ts'
import { stripeClient, stripeError } from '../../../../test/stripe.ts'

let api: TestApi
let stripe: Stripe
beforeAll(async () => {
  api = await testApi()
  stripe = stripeClient(api)
})

const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(10_000)])
const upload = (
  data: Buffer,
  name = 'receipt.png',
  purpose: Stripe.FileCreateParams.Purpose = 'dispute_evidence',
) => stripe.files.create({ purpose, file: { data, name, type: 'application/octet-stream' } })

const download = (id: string, key = api.keys.secret) =>
  fetch(`${api.url}/v1/files/${id}/contents`, { headers: { authorization: `Bearer ${key}` } })

test('a file is kept as it came and fetched as a download', async () => {
  const made = await upload(png, 'kvitto “7”.png')
  expect(made).toMatchObject({
    ...{ object: 'file', purpose: 'dispute_evidence', type: 'png', size: png.length },
    ...{ filename: 'kvitto “7”.png', expires_at: null, title: null },
    url: `${api.parts.publicUrl}/v1/files/${made.id}/contents`,
  })
  expect(await stripe.files.retrieve(made.id)).toMatchObject({
    id: made.id,
    filename: made.filename,
  })
  const answer = await download(made.id)
  expect(Buffer.from(await answer.arrayBuffer()).equals(png)).toBe(true)
  const { headers } = answer
  expect(Object.fromEntries(headers)).toMatchObject({
    'content-type': 'image/png',
    'content-disposition': `attachment; filename="kvitto _7_.png"; filename*=UTF-8''kvitto%20%E2%80%9C7%E2%80%9D.png`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': expect.stringContaining("default-src 'none'"),
    'cache-control': 'no-cache, no-store',
    'content-length': String(png.length),
  })
})

test('a file made is told by an event, without its bytes', async () => {
  const made = await upload(png)
  const { data } = await stripe.events.list({ type: 'file.created', limit: 1 })
  expect(data[0]?.data.object).toMatchObject({ id: made.id, object: 'file', url: made.url })
  const [row] = await api.sql<{ snapshot: object }>(
    'select snapshot from events where object_id = $1',
    [made.id],
  )
  expect(Object.keys(row?.snapshot ?? {})).not.toContain('base64')
})

test('the largest file there may be arrives whole', async () => {
  const largest = Buffer.alloc(16 * 1_024 * 1_024, 'x')
  largest.write('%PDF-1.7')
  const made = await upload(largest, 'form.pdf', 'tax_document_user_upload')
  expect([made.type, made.size]).toEqual(['pdf', largest.length])
  const bytes = Buffer.from(await (await download(made.id)).arrayBuffer())
  expect(bytes.equals(largest)).toBe(true)
  const larger = Buffer.concat([largest, Buffer.from('x')])
  expect(await stripeError(upload(larger, 'form.pdf', 'tax_document_user_upload'))).toMatchObject({
    message: 'Invalid request body: it is too large.',
  })
})

test('a repeat with its key gets the same file, and another file with the key is refused', async () => {
  const options = { idempotencyKey: 'one upload' }
  const send = (data: Buffer) =>
    stripe.files.create(
      { purpose: 'dispute_evidence', file: { data, name: 'a.png', type: 'image/png' } },
      options,
    )
  const [first, again] = [await send(png), await send(png)]
  expect(again.id).toBe(first.id)
  const other = Buffer.concat([png, Buffer.from('.')])
  expect((await stripeError(send(other))).type).toBe('StripeIdempotencyError')
})

describe('what is refused, by name', () => {
  test.each<[string, Buffer, string, Stripe.FileCreateParams.Purpose, string]>([
    ['an empty file', Buffer.alloc(0), 'a.png', 'dispute_evidence', 'it is empty'],
    ['a script', Buffer.from('<script>'), 'a.png', 'dispute_evidence', 'none of pdf, jpg, png'],
    ['a program', Buffer.from('MZ'), 'a.pdf', 'pci_document', 'none of pdf'],
    ['a table as a logo', Buffer.from('a,b'), 'a.csv', 'business_logo', 'none of jpg, png, gif'],
    [
      ...(['a logo too large', Buffer.concat([png, Buffer.alloc(524_288)])] as const),
      ...(['a.png', 'business_logo', 'at most 512 KB'] as const),
    ],
  ])('%s', async (_what, data, name, purpose, message) => {
    const error = await stripeError(upload(data, name, purpose))
    expect([error.statusCode, error.param, error.message]).toEqual([
      ...[400, 'file'],
      expect.stringContaining(message),
    ])
  })

  test('a purpose there is not', async () => {
    expect(
      await stripeError(upload(png, 'a.png', 'finance_report_run' as 'pci_document')),
    ).toMatchObject({
      param: 'purpose',
    })
  })

  test('a file that is no part of a form', async () => {
    const params = { purpose: 'dispute_evidence', file: { bytes: 'x', filename: 'a.png' } }
    for (const asking of [{ params }, { json: params }, { params: { ...params, file: 'x' } }]) {
      const { status, body } = await api.ask('POST', '/v1/files', {
        ...{ key: api.keys.secret, ...asking },
      })
      expect([status, body.error.param]).toEqual([400, 'file'])
    }
    const { body } = await api.ask('POST', '/v1/files', {
      ...{ key: api.keys.secret, params: { purpose: 'dispute_evidence' } },
    })
    expect(body.error).toMatchObject({ code: 'parameter_missing', param: 'file' })
  })

  test('two files at once, and a form that breaks off', async () => {
    const part = (name: string) =>
      `--x\r\nContent-Disposition: form-data; name="${name}"; filename="a.png"\r\n\r\nx\r\n`
    for (const raw of [`${part('file')}${part('more')}--x--\r\n`, part('file'), 'x']) {
      const { status } = await api.ask('POST', '/v1/files', {
        ...{ key: api.keys.secret, raw },
        headers: { 'content-type': 'multipart/form-data; boundary=x' },
      })
      expect(status).toBe(400)
    }
  })
})

test('the list is newest first, by purpose, and pages', async () => {
  const ids = []
  for (let made = 0; made < 3; made++) {
    ids.unshift((await upload(Buffer.from('%PDF-1'), 'a.pdf', 'pci_document')).id)
  }
  const list = await stripe.files.list({ purpose: 'pci_document', limit: 2 })
  expect([list.data.map(({ id }) => id), list.has_more]).toEqual([ids.slice(0, 2), true])
  const seen = []
  for await (const { id } of stripe.files.list({ purpose: 'pci_document', limit: 1 })) seen.push(id)
  expect(seen).toEqual(ids)
})

test('a file is its merchant’s alone', async () => {
  const { id } = await upload(png)
  const { secret } = await api.stranger()
  const owner = { kind: 'restricted', merchant: api.tenant.merchant, livemode: false } as const
  const reader = await api.keyOf(owner, { files: 'read' })
  const other = await api.keyOf(owner, { charges: 'write' })
  for (const path of ['', '/contents']) {
    const send = (fileId: string, key: string) =>
      api.ask('GET', `/v1/files/${fileId}${path}`, { key })
    const [foreign, unknown] = [await send(id, secret), await send('file_unknown', secret)]
    expect(foreign.status).toBe(404)
    expect(foreign.text.replaceAll(id, 'file_unknown')).toBe(unknown.text)
    expect((await send(id, reader)).status).toBe(200)
    expect((await send(id, other)).status).toBe(403)
    expect((await send(id, api.keys.publishable)).status).toBe(403)
  }
  const psp = stripeClient(api, { key: api.keys.psp })
  const stripeAccount = api.tenant.merchant.id
  expect((await psp.files.retrieve(id, {}, { stripeAccount })).id).toBe(id)
  expect((await stripeClient(api, { key: secret }).files.list()).data).toEqual([])
})
