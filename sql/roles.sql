-- Logins and rights that Tidings needs in a database of yours. Run it once as an administrator, in that database; it may
-- be repeated. Afterwards give the keeper a password:  alter role tidings_keeper password '…';
--
-- The keeper owns the bot's own schema `tidings` and the schemas of the policies, and makes one login per policy. It reads
-- the KPI views, which no other login of the bot does. It is no superuser.

do $$
begin
  if not exists (select from pg_roles where rolname = 'tidings_keeper') then
    create role tidings_keeper login createrole;
  end if;
exception when duplicate_object then null; -- another session was quicker
end
$$;

alter role tidings_keeper set standard_conforming_strings = on;
alter role tidings_keeper set client_encoding = 'UTF8';
do $$
begin
  -- Cancels the statements of the policies' logins.
  grant pg_signal_backend to tidings_keeper;
exception when insufficient_privilege then
  raise warning 'tidings_keeper cannot cancel statements of other logins: grant it pg_signal_backend';
end
$$;

do $$
begin
  -- Being able to connect is granted login by login.
  execute format('revoke all on database %I from public', current_database());
  execute format('grant connect, create, temporary on database %I to tidings_keeper with grant option', current_database());
end
$$;

revoke all on schema public from public;

create schema if not exists tidings authorization tidings_keeper;

-- The KPI views: adapt the schema's name to yours, or add others.
create schema if not exists kpi;
grant usage on schema kpi to tidings_keeper;
grant select on all tables in schema kpi to tidings_keeper;
alter default privileges in schema kpi grant select on tables to tidings_keeper;

-- Functions that do more than read, even in a read-only transaction, or that hold a server up: PUBLIC loses them. The keeper
-- keeps those that migrations and queues are made of.
do $$
declare
  each record;
begin
  for each in
    select oid::regprocedure as signature,
           proname ~ '^(set_config|pg_notify|pg_sleep.*|pg_(try_)?advisory.*|txid_current|pg_current_xact_id|pg_(cancel|terminate)_backend)$' as is_keepers
    from pg_proc
    where pronamespace = 'pg_catalog'::regnamespace
      and prokind = 'f'
      and (proname ~ '^(lo_.*|loread|lowrite)$'
        or proname ~ '^(set_config|pg_notify|pg_sleep.*|pg_(try_)?advisory.*)$'
        or proname ~ '^(query|table|cursor|schema|database)_to_xml.*$'
        or proname ~ '^(txid_current|pg_current_xact_id|pg_export_snapshot|pg_logical_emit_message)$'
        or proname ~ '^(pg_cancel_backend|pg_terminate_backend|pg_replication_.*|pg_(create|copy|drop)_.*_slot)$')
      and has_function_privilege('public', oid, 'execute')
  loop
    if each.is_keepers then
      execute format('grant execute on function %s to tidings_keeper', each.signature);
    end if;
    execute format('revoke execute on function %s from public', each.signature);
  end loop;
exception when insufficient_privilege then
  -- Managed servers keep these functions to themselves; `tidings doctor` says which are open.
  raise warning 'some functions of pg_catalog stay open to everybody: only a superuser can revoke them';
end
$$;
