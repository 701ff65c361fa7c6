import { mayImport } from './architecture.mjs'

const inNoTable = {
  path: '^server/src/[^/]+/',
  pathNot: `^server/src/(${Object.keys(mayImport).join('|')})/`,
}

const followTheTable = Object.entries(mayImport).map(([folder, allowed]) => ({
  name: `${folder}-follows-the-table`,
  severity: 'error',
  comment: `${folder} may import ${allowed.join(', ') || 'nothing of ours'} (architecture.mjs). Pass the thing in as an argument, or move the shared piece down.`,
  from: { path: `^server/src/${folder}/` },
  to: { path: '^server/src/', pathNot: `^server/src/(${[folder, ...allowed].join('|')})/` },
}))

/**
 * Tests, and what only tests import, may look behind what their subject may not: a real database, a
 * shared contract, a document to compare with. Test cards are not among them: simulators know those.
 */
const aTest = [
  '[.]test[.]ts$',
  '/contract-tests[.]ts$',
  '/contract-tests/',
  '/official[.]ts$',
  '/test-(asks|bed|certificate|fixtures|support)[.]ts$',
]

export default {
  forbidden: [
    ...followTheTable,
    {
      name: 'every-folder-is-in-the-table',
      severity: 'error',
      comment: 'Add the new folder to architecture.mjs, with what it may import.',
      from: {},
      to: inNoTable,
    },
    {
      name: 'every-folder-is-in-the-table',
      severity: 'error',
      comment: 'Add the new folder to architecture.mjs, with what it may import.',
      from: inNoTable,
      to: {},
    },
    {
      name: 'front-door-only',
      severity: 'error',
      comment: 'A folder of the server is imported through its index.ts.',
      from: { path: '^server/src/([^/]+)/' },
      to: {
        path: '^server/src/[^/]+/.+',
        pathNot: ['^server/src/$1/', '^server/src/[^/]+/index[.]ts$'],
      },
    },
    {
      name: 'front-door-only',
      severity: 'error',
      comment: 'A folder of the server is imported through its index.ts.',
      // What makes a generated file cannot go through a door that needs that file.
      from: { pathNot: ['^server/src/[^/]+/', '^tools/drift[.]ts$'] },
      to: { path: '^server/src/[^/]+/.+', pathNot: '/index[.]ts$' },
    },
    {
      name: 'an-adapter-knows-only-its-contract',
      severity: 'error',
      comment:
        'An adapter imports kernel, processors/adapter.ts and its own folder. It never sees the database, another adapter, a simulator or the payment.',
      from: { path: '^server/src/processors/adapters/([^/]+)/', pathNot: aTest },
      to: {
        path: '^server/src/',
        pathNot: [
          '^server/src/kernel/',
          '^server/src/processors/adapter[.]ts$',
          '^server/src/processors/adapters/$1/',
        ],
      },
    },
    {
      name: 'an-adapter-opens-no-socket',
      severity: 'error',
      comment: 'An adapter says what to ask; the runner asks.',
      from: { path: '^server/src/processors/adapters/', pathNot: aTest },
      to: { path: ['^(node:)?(http|https|http2|net|tls|dns|dgram)$', 'node_modules/undici/'] },
    },
    {
      name: 'a-simulator-knows-only-the-wire',
      severity: 'error',
      comment:
        'A simulator imports kernel, the files beside its folder and its own folder. Were it to share code with its adapter, the two would agree on the same mistake.',
      from: { path: '^server/src/processors/simulators/([^/]+)/', pathNot: aTest },
      to: {
        path: '^server/src/',
        pathNot: [
          '^server/src/kernel/',
          '^server/src/processors/simulators/[^/]+[.]ts$',
          '^server/src/processors/simulators/$1/',
        ],
      },
    },
    {
      name: 'sql-lives-in-store-files',
      severity: 'error',
      comment: "Queries go in the folder's store.ts, or a *-store.ts beside it.",
      from: {
        path: '^server/src/',
        pathNot: ['^server/src/db/', '[/-]store[.]ts$', ...aTest],
      },
      to: { path: 'node_modules/(@types/)?(kysely|pg)/' },
    },
    {
      name: 'the-server-runs-without-dev-dependencies',
      severity: 'error',
      comment: 'npm ci --omit=dev leaves it out. Move it to dependencies.',
      from: { path: '^server/(src|bin)/', pathNot: aTest },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'web-talks-through-the-client',
      severity: 'error',
      comment: 'A front end imports client/, never server/.',
      from: { path: '^web/' },
      to: { path: '^server/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      comment: 'Two files that import each other are one file, or hide a third.',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    tsConfig: { fileName: 'tsconfig.json' },
  },
}
