export interface Rule {
  readonly name: string
  /** A query over the parts of `what`, with one text column `breach`. */
  readonly breaches: string
  readonly instead: string
}

/**
 * What the rules speak of, as the head of a `with`: the allowances, our tables, those of them that
 * belong to a merchant, and our roles. Names have the form that `regclass` shows.
 */
export const what = `
  allowed as (
    select $1::text[] as reference_tables, $2::jsonb as owner_columns, $3::text[] as sweep_indexes,
      $4::text[] as definer_functions, $5::text[] as cross_tenant_roles
  ),
  our_schemas as (
    select oid from pg_namespace
    where nspname <> 'information_schema' and nspname not like 'pg\\_%'
  ),
  relations as (
    select c.*, c.oid::regclass::text as name
    from pg_class c
    where c.relnamespace in (select oid from our_schemas)
      and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
  ),
  tables as (select * from relations where relkind in ('r', 'p')),
  scoped as (
    select t.*, owner.attname as owner_column, owner.attnum as owner_number
    from allowed, tables t
    join pg_attribute owner on owner.attrelid = t.oid and not owner.attisdropped
    where owner.attname = coalesce(allowed.owner_columns ->> t.name, 'merchant_id')
      and t.name <> all (allowed.reference_tables)
  ),
  indexes as (
    select i.*, c.oid::regclass::text as name, s.name as table_name, s.owner_column,
      i.indkey[0] = s.owner_number as leads_with_owner
    from scoped s
    join pg_index i on i.indrelid = s.oid
    join pg_class c on c.oid = i.indexrelid
    where not c.relispartition
  ),
  roles as (select * from pg_roles where rolname like 'switchyard\\_%'),
  policies as (
    select p.*, s.name as table_name, s.owner_column,
      coalesce(pg_get_expr(polqual, polrelid) ~ ('\\m' || s.owner_column || '\\M'), false) as reads_own,
      coalesce(pg_get_expr(polwithcheck, polrelid) ~ ('\\m' || s.owner_column || '\\M'), false) as writes_own
    from scoped s
    join pg_policy p on p.polrelid = s.oid
  )`

const nothingRead: Rule = {
  name: 'something-to-read',
  breaches: `
    select 'no table has a merchant_id' as breach where not exists (select from scoped)
    union all
    select 'no role is called switchyard_%' where not exists (select from roles)`,
  instead: 'run the migrations first',
}

const merchants: readonly Rule[] = [
  {
    name: 'every-table-has-its-merchant',
    breaches: `
      select format('table %s has no %s', name, coalesce(owner_columns ->> name, 'merchant_id')) as breach
      from tables, allowed
      where name <> all (reference_tables) and oid not in (select oid from scoped)`,
    instead: 'add the column, or name the table among the reference tables',
  },
  {
    name: 'merchant-leads-keys',
    breaches: `
      select format('table %s has no primary key', name) as breach
      from scoped s
      where not exists (select from pg_index where indrelid = s.oid and indisprimary)
      union all
      select format('unique index %s on %s does not begin with %s', name, table_name, owner_column)
      from indexes where indisunique and not leads_with_owner`,
    instead: 'begin the key with the merchant: uniqueness across merchants reveals one to another',
  },
  {
    name: 'merchant-leads-foreign-keys',
    breaches: `
      select format('foreign key %s from %s to %s', conname, conrelid::regclass, confrelid::regclass) as breach
      from pg_constraint
      join tables t on t.oid = conrelid
      join scoped parent on parent.oid = confrelid
      left join scoped child on child.oid = conrelid
      where contype = 'f' and conparentid = 0
        and (conkey[1] is distinct from child.owner_number or confkey[1] <> parent.owner_number)`,
    instead: 'reference (merchant, …, id): the check of a foreign key ignores row security',
  },
  {
    name: 'merchant-leads-indexes',
    breaches: `
      select format('index %s on %s does not begin with %s', name, table_name, owner_column) as breach
      from indexes, allowed
      where not indisunique and not leads_with_owner and name <> all (sweep_indexes)`,
    instead: 'begin it with the merchant, or name it among the sweep indexes',
  },
]

const isolation: readonly Rule[] = [
  {
    name: 'row-security-is-forced',
    breaches: `
      select format('table %s has row security %s', name,
        case when relrowsecurity then 'that its owner escapes' else 'off' end) as breach
      from scoped where not (relrowsecurity and relforcerowsecurity)`,
    instead: 'enable and force it',
  },
  {
    name: 'a-policy-names-the-merchant',
    breaches: `
      select format('table %s has no policy whose USING and WITH CHECK name %s', name, owner_column) as breach
      from scoped s
      where not exists (
        select from policies p
        where p.polrelid = s.oid and p.polpermissive and p.polcmd = '*' and reads_own and writes_own)`,
    instead: 'add one for all commands',
  },
  {
    name: 'no-policy-is-open',
    breaches: `
      select format('policy %s on %s opens every merchant to %s', polname, table_name,
        coalesce(r.rolname, 'everyone')) as breach
      from allowed, policies
      cross join lateral unnest(polroles) as grantee
      left join pg_roles r on r.oid = grantee
      where polpermissive
        and ((polqual is not null and not reads_own) or (polwithcheck is not null and not writes_own))
        and coalesce(r.rolname <> all (cross_tenant_roles), true)`,
    instead: 'compare the merchant, or name the role among those that cross tenants',
  },
  {
    name: 'views-ask-as-their-reader',
    breaches: `
      select format(case relkind when 'v' then 'view %s reads with its owner''s rights'
        else 'materialized view %s holds rows of every merchant' end, name) as breach
      from relations
      where relkind = 'm' or (relkind = 'v' and not coalesce((
        select option_value::boolean from pg_options_to_table(reloptions)
        where option_name = 'security_invoker'), false))`,
    instead: 'make it a view with (security_invoker = true)',
  },
  {
    name: 'roles-are-bound-by-row-security',
    breaches: `
      select format('role %s is a superuser or bypasses row security', rolname) as breach
      from roles where rolsuper or rolbypassrls
      union all
      select format('role %s owns table %s, or may act as its owner', rolname, name)
      from roles join tables on pg_has_role(roles.oid, relowner, 'member') where not rolsuper
      union all
      select format('role %s may %s table %s', rolname, privilege, name)
      from roles, tables, unnest(array['truncate', 'references', 'trigger']) as privilege
      where not rolsuper and has_table_privilege(roles.oid, tables.oid, privilege)
        and not pg_has_role(roles.oid, relowner, 'member')`,
    instead: 'revoke it: row security does not bind there',
  },
  {
    name: 'definer-functions-are-known',
    breaches: `
      select format('function %s %s', signature, reason) as breach
      from allowed, (
        select p.*, oid::regprocedure::text as signature, oid::regproc::text as name from pg_proc p
        where prosecdef and pronamespace in (select oid from our_schemas)
          and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
      ) as definer
      cross join lateral (values
        (name <> all (definer_functions), 'runs with its owner''s rights and is not on the list'),
        (not exists (select from unnest(proconfig) as s where s like 'search\\_path=%'),
          'runs with its owner''s rights on its caller''s search_path'),
        (exists (select from aclexplode(coalesce(proacl, acldefault('f', proowner))) where grantee = 0),
          'runs with its owner''s rights for everyone')
      ) as reasons (holds, reason)
      where holds`,
    instead: 'let it run as its caller, or list it, set search_path and revoke it from public',
  },
]

const distribution: readonly Rule[] = [
  {
    name: 'the-application-makes-ids',
    breaches: `
      select format('column %s of %s is filled by the database', a.attname, t.name) as breach
      from tables t
      join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
      where a.attidentity <> '' or pg_get_expr(d.adbin, d.adrelid) like '%nextval(%'`,
    instead: 'make the id before the insert',
  },
  {
    name: 'constraints-hold-at-once',
    breaches: `
      select format(case when contype = 'x' then 'exclusion constraint %s on %s'
        when contype = 't' then 'constraint trigger %s on %s'
        else 'constraint %s on %s is deferrable' end, conname, t.name) as breach
      from pg_constraint
      join tables t on t.oid = conrelid
      where contype in ('x', 't') or condeferrable`,
    instead: 'refuse in the write itself; a distributed PostgreSQL has no such constraint',
  },
  {
    name: 'rows-are-what-is-locked',
    breaches: `
      select format('function %s takes an advisory lock', oid::regprocedure) as breach
      from pg_proc
      where pronamespace in (select oid from our_schemas) and prosrc ~* 'pg_(try_)?advisory'
        and not exists (select from pg_depend d where d.objid = pg_proc.oid and d.deptype = 'e')`,
    instead: 'lock rows, in a fixed order',
  },
]

const allowances: Rule = {
  name: 'allowances-are-in-use',
  breaches: `
    select format('%s is allowed for and does not exist', name) as breach
    from (
      select unnest(reference_tables) from allowed
      union all select jsonb_object_keys(owner_columns) from allowed
    ) as named (name) where name not in (select name from tables)
    union all
    select format('index %s is allowed for and does not exist, or needs no allowance', name)
    from allowed, unnest(sweep_indexes) as name
    where name not in (select name from indexes where not indisunique and not leads_with_owner)
    union all
    select format('function %s is allowed for and does not exist, or runs as its caller', name)
    from allowed, unnest(definer_functions) as name
    where not exists (select from pg_proc where oid::regproc::text = name and prosecdef)`,
  instead: 'take it off the list',
}

/** The rules of tenancy and of a distributed PostgreSQL, as far as the catalogue knows. */
export const rules: readonly Rule[] = [
  nothingRead,
  ...merchants,
  ...isolation,
  ...distribution,
  allowances,
]
