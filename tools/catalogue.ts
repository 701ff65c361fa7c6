import type pg from 'pg'
import { type Rule, rules, what } from './catalogue-rules.ts'

/** What may differ from the rules; the reason for each stands in the migration that makes it. */
export interface Allowances {
  /** Small tables shared by all merchants, such as `psps`; they need no merchant. */
  readonly referenceTables: readonly string[]
  /** Tables whose tenant stands in another column than `merchant_id`, and in which. */
  readonly ownerColumns: Readonly<Record<string, string>>
  /** Indexes that do not lead with the merchant because a worker sweeps all merchants by them. */
  readonly sweepIndexes: readonly string[]
  /** Functions that run with their owner's rights, such as `commit_changes`. */
  readonly definerFunctions: readonly string[]
  /** Roles whose policies may let them see every merchant. */
  readonly crossTenantRoles: readonly string[]
}

/**
 * Reads the catalogue of a migrated database and names each table, index, policy, role and function
 * that could let one merchant reach another's rows, or keep the schema from being distributed by
 * merchant.
 *
 * Names are as PostgreSQL shows them: bare in `public`, with their schema elsewhere.
 *
 * @param client signed in as one who may read the catalogue; nothing is written
 * @returns `rule: name says what is wrong; what would be right`, none when all is well
 */
export async function catalogueProblems(
  client: pg.Client,
  allowances: Allowances,
): Promise<string[]> {
  const problems: string[] = []
  for (const rule of rules) problems.push(...(await breaches(client, rule, allowances)))
  return problems
}

async function breaches(client: pg.Client, rule: Rule, allowed: Allowances): Promise<string[]> {
  const { rows } = await client.query<{ breach: string }>(
    `with ${what} select breach from (${rule.breaches}) as found order by breach`,
    [
      allowed.referenceTables,
      JSON.stringify(allowed.ownerColumns),
      allowed.sweepIndexes,
      allowed.definerFunctions,
      allowed.crossTenantRoles,
    ],
  )
  return rows.map(({ breach }) => `${rule.name}: ${breach}; ${rule.instead}`)
}
