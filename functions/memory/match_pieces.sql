create or replace function memory.match_pieces(p_tenant_id uuid, p_customer_id uuid, p_query text, p_filters jsonb)
returns table (message_id uuid, said_at timestamptz, share real)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- Without a customer only the newest that fit are read: no index helps here.
  c_newest constant integer := 20000;
  -- Where the query says anything, words that say nothing are not looked for: they are in every message.
  v_pieces text[] := array(
    select p.piece from unnest(memory.split_query(p_query)) as p (piece)
    where to_tsvector('pg_catalog.english', p_query) = ''
      or p.piece !~ '^[a-z]+$'
      or length(p.piece) > 2 and to_tsvector('pg_catalog.english', p.piece) <> ''
  );
  v_whole text := lower(btrim(left(p_query, 1000)));
begin
  if v_whole = '' then
    return;
  end if;
  return query
  with bodies as (
    select m.id, m.created_at, m.body from memory.messages as m
    where m.tenant_id = p_tenant_id and m.customer_id = p_customer_id and not m.is_secret
    union all
    (
      select m.id, m.created_at, m.body from memory.messages as m
      where m.tenant_id = p_tenant_id and p_customer_id is null and not m.is_secret and memory.fits_filters(m, p_filters)
      order by m.id desc limit c_newest
    )
  ),
  matched as (
    select b.id, b.created_at, case
      when position(v_whole in lower(b.body)) > 0 then 1
      else (
        select 0.8 * count(*) filter (where position(p.piece in lower(b.body)) > 0) / greatest(count(*), 1)
        from unnest(v_pieces) as p (piece)
      )
    end as share
    from bodies as b
  )
  select m.id, m.created_at, m.share::real from matched as m where m.share > 0;
end
$$;
comment on function memory.match_pieces(uuid, uuid, text, jsonb) is
  'Messages that hold the query letter by letter (share 1) or some of its words or character pairs (their share, at most 0.8).';
