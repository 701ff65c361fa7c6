import { shown } from '../../../tenants/index.ts'
import { content } from '../../answers.ts'
import { endpoint } from '../../endpoint.ts'
import { find } from '../../find.ts'
import { list } from '../../list-store.ts'
import { contentsOf } from './contents-store.ts'
import { createFile } from './create-file.ts'
import { type FileType, mediaTypes } from './file-type.ts'
import { largestFile } from './purposes.ts'
import { createFileBody, listFilesQuery } from './schema.ts'
import { fileKind } from './view.ts'

const write = { resource: 'files', verb: 'write', publishable: false, level: 'merchant' } as const
const read = { ...write, verb: 'read' } as const
const tag = 'Files'

const create = endpoint({
  method: 'POST',
  path: '/v1/files',
  summary: 'Upload a file',
  tag,
  access: write,
  returns: { one: fileKind },
  body: createFileBody,
  uploads: { maxBytes: largestFile },
  handle: async (ctx, { body }) => shown('files', await createFile(ctx, body)),
})

const retrieve = endpoint({
  method: 'GET',
  path: '/v1/files/:id',
  summary: 'Retrieve what is known of a file',
  tag,
  access: read,
  returns: { one: fileKind },
  handle: async (ctx, { params }) => shown('files', await find(ctx, fileKind, params.id, 'id')),
})

const contents = endpoint({
  method: 'GET',
  path: '/v1/files/:id/contents',
  summary: 'Fetch a file as it was uploaded',
  tag,
  access: read,
  returns: { content: fileKind },
  async handle(ctx, { params }) {
    const { id, type, filename } = await find(ctx, fileKind, params.id, 'id')
    const bytes = await contentsOf(ctx, id)
    const mediaType = mediaTypes[type as FileType]
    return content({ bytes, mediaType, filename: filename ?? `${id}.${type}` })
  },
})

const listAll = endpoint({
  method: 'GET',
  path: '/v1/files',
  summary: 'List files, newest first',
  tag,
  access: read,
  returns: { list: fileKind },
  query: listFilesQuery,
  handle: (ctx, { query: { purpose, ...page } }) =>
    list(ctx, fileKind, page, { equals: { purpose } }),
})

export const fileEndpoints = [create, retrieve, contents, listAll]
