-- owner: rapport_owner
create or replace function api.analyze_grown_tables()
returns integer
language plpgsql
volatile
security definer
set search_path = ''
set lock_timeout = '200ms'
as $$
declare
  c_least_pages constant integer := 8;
  v_table record;
  v_count integer := 0;
begin
  -- One at a time: each is locked against other analyses, and let go where somebody is at it already.
  for v_table in
    select c.oid::regclass as name
    from pg_class as c
    where c.relnamespace in ('identity'::regnamespace, 'context'::regnamespace, 'crm'::regnamespace) and c.relkind = 'r'
      and pg_relation_size(c.oid) / current_setting('block_size')::integer > greatest(2 * c.relpages, c_least_pages)
    order by c.oid
  loop
    begin
      execute format('analyze %s', v_table.name);
      v_count := v_count + 1;
    exception
      when lock_not_available then null;
    end;
  end loop;
  return v_count;
end
$$;
comment on function api.analyze_grown_tables() is
  'Gives the planner fresh statistics of the tables of customers that have more than doubled since theirs were made: a first full sync fills them faster than autovacuum looks, and without statistics every look-up of a tenant''s rows reads all of them. Returns how many tables. In a transaction of its own, never with other work.';
