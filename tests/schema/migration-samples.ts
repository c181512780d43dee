/** The smallest first file that the runner's roles need; made like the product's own, for databases that share a cluster. */
export const FOUNDATION = `
do $$
declare
  v_role text;
begin
  foreach v_role in array array['rapport_owner', 'rapport_api'] loop
    begin
      execute format('create role %I nologin noinherit', v_role);
    exception
      when duplicate_object or unique_violation then null;
    end;
  end loop;
end
$$;
create schema api authorization rapport_owner;
create schema shop authorization rapport_owner;
grant create, usage on schema api to rapport_api;
grant usage on schema shop to rapport_api;
`

/** A function file in the project's header order. */
export const routine = (signature: string, returns: string, body: string, language = 'plpgsql') => `
create or replace function ${signature}
returns ${returns}
language ${language}
stable
set search_path = ''
as $$
${body}
$$;
`

export const SHOP = {
  'sql/0001_foundation.sql': FOUNDATION,
  'sql/0002_parts.sql': 'create table shop.parts (id integer primary key, name text not null);',
  'sql/views/shop.part_names.sql':
    'create or replace view shop.part_names as select p.id, p.name from shop.parts as p;',
  'functions/shop/count_parts.sql': routine(
    'shop.count_parts()',
    'bigint',
    'begin return (select count(*) from shop.part_names); end',
  ),
  'functions/api/get_part_count.sql': routine('api.get_part_count()', 'bigint', 'begin return shop.count_parts(); end'),
}
