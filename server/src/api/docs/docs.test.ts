import { Ajv2020 } from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApi, testApi } from '../../../test/api.ts'
import { resources } from '../resources/index.ts'
import type { OpenApi, Operation } from './openapi.ts'

let api: TestApi
let document: OpenApi
let operations: { method: string; path: string; operation: Operation }[]
beforeAll(async () => {
  api = await testApi()
  document = (await api.ask('GET', '/openapi.json')).body
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method, path, operation })),
  )
})

describe('the API’s description', () => {
  test('has every endpoint there is, with who may call it', () => {
    const described = operations.map(({ method, path }) => `${method.toUpperCase()} ${path}`)
    const declared = resources.endpoints.map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    )
    expect(described.sort()).toEqual(declared.sort())
    for (const { operation } of operations) {
      expect(operation['x-switchyard-access']).toEqual({
        resource: expect.any(String),
        verb: expect.stringMatching(/^(read|write)$/),
        publishable: expect.toSatisfy((value) => [true, false, 'client_secret'].includes(value)),
        levels: expect.arrayContaining([expect.stringMatching(/^(merchant|psp|operator)$/)]),
      })
    }
  })

  test('names each operation once, and every part of a path', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    expect(new Set(names).size).toBe(names.length)
    for (const { path, operation } of operations) {
      const inPath = operation.parameters.filter((parameter) => parameter['in'] === 'path')
      expect(inPath.map(({ name }) => `{${name}}`)).toEqual(path.match(/\{\w+\}/g) ?? [])
    }
  })

  test('refers only to what it holds, in JSON Schema of its dialect', () => {
    const { schemas } = document.components
    const references = [...JSON.stringify(document).matchAll(/"#\/components\/schemas\/([^"]+)"/g)]
    expect(references.length).toBeGreaterThan(0)
    for (const [, name = ''] of references) expect(Object.keys(schemas)).toContain(name)
    const ajv = new Ajv2020({ strict: false, validateFormats: false })
    for (const [name, schema] of Object.entries(schemas)) {
      expect(() => ajv.compile(schema as object), name).not.toThrow()
    }
  })

  test('says which parameters must be given', () => {
    const search = document.paths['/v1/events']?.['get']
    const required = search?.parameters.filter(({ required }) => required === true)
    expect(required).toEqual([])
    const created = search?.parameters.find(({ name }) => name === 'created')
    expect(created).toMatchObject({ style: 'deepObject', schema: { type: 'object' } })
  })
})

test('an answer has the shape its description promises', async () => {
  const ajv = new Ajv2020({ strict: false, validateFormats: false })
  const { body } = await api.ask('GET', '/v1/country_specs/SE', { key: api.keys.secret })
  const schema = document.components.schemas['country_spec'] as object
  expect(ajv.validate(schema, body), ajv.errorsText()).toBe(true)
  const refused = await api.ask('GET', '/v1/country_specs/XX', { key: api.keys.secret })
  expect(ajv.validate(document.components.schemas['error'] as object, refused.body)).toBe(true)
})

describe('the page for people', () => {
  test('shows every operation, runs nothing and loads nothing from elsewhere', async () => {
    const page = await fetch(`${api.url}/docs`)
    const text = await page.text()
    for (const { operation } of operations) expect(text).toContain(`id="${operation.operationId}"`)
    expect(text).toContain('id="error-resource_missing"')
    expect(text).not.toMatch(/<script|style=|javascript:|(?:src|href)="(?!#|\/)/)
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'")
    const links = [...text.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id)
    for (const id of links) expect(text).toContain(`id="${id}"`)
  })

  test('is where the bare address leads', async () => {
    const answer = await fetch(api.url, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/docs'])
  })

  test('has a style sheet of its own', async () => {
    const style = await fetch(`${api.url}/docs/style.css`)
    expect(style.headers.get('content-type')).toBe('text/css; charset=utf-8')
  })
})
