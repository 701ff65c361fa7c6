-- Who may touch what. The server signs in once and works as one of three roles, none of which owns a
-- table, so row-level security binds them all:
--   switchyard_tenant  serves one merchant's requests: reads that merchant's rows and nothing else
--   switchyard_system  authenticates, sweeps and audits: reads across tenants
--   switchyard_commit  nobody signs in as it; it owns the one function that writes
-- The tenant comes from two settings made for each transaction (app.merchant, app.livemode, and app.psp
-- for a PSP's own rows). After a transaction an unset one reads as '', which names no tenant.
do $$
declare
  role_name text;
begin
  foreach role_name in array array['switchyard_tenant', 'switchyard_system', 'switchyard_commit'] loop
    if not exists (select from pg_roles where rolname = role_name) then
      begin
        execute format('create role %I nologin nosuperuser nobypassrls nocreatedb nocreaterole', role_name);
      exception when duplicate_object or unique_violation then
        null; -- another database of this server is being migrated at the same moment
      end;
    end if;
    if not pg_has_role(current_user, role_name, 'member') then
      execute format('grant %I to current_user', role_name);
    end if;
  end loop;
end
$$;

revoke create on schema public from public;
grant usage on schema public to switchyard_tenant, switchyard_system, switchyard_commit;

create schema switchyard;
grant usage on schema switchyard to switchyard_commit;

-- Ids and codes sort bytewise, whatever the server's locale: ids are ordered by time.
create domain id as text collate "C";

-- Puts a merchant-scoped table behind row-level security and lets the three roles at it.
create procedure switchyard.protect(table_name text, owner_column text default 'merchant_id')
language plpgsql as $$
declare
  mine text := format('%I = (select nullif(current_setting(''app.merchant'', true), ''''))', owner_column)
    || ' and livemode = (select current_setting(''app.livemode'', true) = ''true'')';
begin
  execute format('alter table %I enable row level security, force row level security', table_name);
  execute format('create policy tenant on %I to switchyard_tenant using (%s) with check (%s)', table_name, mine, mine);
  execute format('create policy system on %I to switchyard_system using (true) with check (true)', table_name);
  execute format('create policy commit on %I to switchyard_commit using (true) with check (true)', table_name);
  execute format('grant select on %I to switchyard_tenant, switchyard_system, switchyard_commit', table_name);
end
$$;

-- Lets changes write a table: one function takes rows as an array of the table's own type. A row of version 1
-- is new; any other replaces the row one version before it, and when one of those is not there all are
-- refused (SY001). It is fixed SQL with cached plans; call this again after a change of columns.
create procedure switchyard.make_writable(table_name text)
language plpgsql as $$
declare
  keys text[] := (select array_agg(a.attname order by k.place)
    from pg_index i, unnest(i.indkey) with ordinality as k(attnum, place), pg_attribute a
    where i.indrelid = table_name::regclass and i.indisprimary
      and a.attrelid = i.indrelid and a.attnum = k.attnum);
  others text[] := (select coalesce(array_agg(attname::text order by attnum), '{}') from pg_attribute
    where attrelid = table_name::regclass and attnum > 0 and not attisdropped and not attname = any (keys));
begin
  execute format('grant insert on %I to switchyard_commit', table_name);
  if not 'version' = any (others) then
    execute format($f$
      create or replace function switchyard.write_%1$s(rows public.%1$I[]) returns void language plpgsql as $body$
      begin
        insert into public.%1$I select r.* from unnest(rows) as r;
      end $body$ $f$, table_name);
  else
    execute format('grant update on %I to switchyard_commit', table_name);
    -- What is replaced comes first among the rows, so the first and the last tell whether there is any.
    execute format($f$
      create or replace function switchyard.write_%1$s(rows public.%1$I[]) returns void language plpgsql as $body$
      declare
        replaced bigint := 0;
        inserted bigint := 0;
      begin
        if rows[1].version > 1 then
          update public.%1$I as t set (%2$s) = row(%3$s)
          from unnest(rows) as r
          where %4$s and t.version = r.version - 1 and r.version > 1;
          get diagnostics replaced = row_count;
        end if;
        if rows[cardinality(rows)].version = 1 then
          insert into public.%1$I select r.* from unnest(rows) as r where r.version = 1;
          get diagnostics inserted = row_count;
        end if;
        if replaced + inserted <> cardinality(rows) then
          raise exception 'a row of %1$s has moved on' using errcode = 'SY001';
        end if;
      end $body$ $f$,
      table_name,
      (select string_agg(quote_ident(c), ', ' order by n) from unnest(others) with ordinality as o(c, n)),
      (select string_agg('r.' || quote_ident(c), ', ' order by n) from unnest(others) with ordinality as o(c, n)),
      (select string_agg(format('t.%1$I = r.%1$I', k), ' and ') from unnest(keys) as k));
  end if;
  if to_regproc('switchyard.post_entries') is not null then
    call switchyard.make_commit();
  end if;
end
$$;
