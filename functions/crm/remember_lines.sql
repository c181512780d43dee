create or replace function crm.remember_lines(p_housecall_pro_id text, p_notes text)
returns void
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_hashes constant text[] := array(select md5(b.line) from unnest(crm.block_lines(p_notes)) as b (line));
begin
  update crm.pushed_profiles as b
  set own_lines = array(
    select k.hash
    from (
      select l.hash, max(l.place) as place
      from unnest(b.own_lines || v_hashes) with ordinality as l (hash, place)
      group by l.hash
      order by max(l.place) desc
      limit 300
    ) as k
    order by k.place
  )
  where b.tenant_id = tenancy.current_tenant() and b.housecall_pro_id = p_housecall_pro_id and not b.own_lines @> v_hashes;
end
$$;
comment on function crm.remember_lines(text, text) is
  'Remembers the lines of our block in notes as ours: also an older block, which a form that was open all the while brings back, holds no words of a person then.';
