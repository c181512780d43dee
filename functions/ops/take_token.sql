create or replace function ops.take_token(p_tenant_id uuid, p_key_id uuid, p_per_minute integer)
returns table (is_taken boolean, remaining integer, retry_after_seconds integer)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_tokens numeric;
  v_is_taken boolean;
begin
  -- Requests of one key may overtake each other on the way to the row, hence greatest().
  insert into ops.rate_buckets as b (tenant_id, key_id, tokens, is_taken, filled_at)
  values (p_tenant_id, p_key_id, p_per_minute - 1, true, ops.now())
  on conflict (tenant_id, key_id) do update
  set (tokens, is_taken, filled_at) = (
    select filled.tokens - (filled.tokens >= 1)::integer, filled.tokens >= 1, greatest(b.filled_at, ops.now())
    from (
      select least(p_per_minute, b.tokens + greatest(extract(epoch from ops.now() - b.filled_at), 0) * p_per_minute / 60) as tokens
    ) as filled
  )
  returning b.tokens, b.is_taken into v_tokens, v_is_taken;
  return query select
    v_is_taken, floor(v_tokens)::integer,
    case when v_is_taken then 0 else greatest(ceil((1 - v_tokens) * 60 / p_per_minute), 1)::integer end;
end
$$;
comment on function ops.take_token(uuid, uuid, integer) is
  'Takes one token from the bucket of an API key, which holds p_per_minute at most and fills at that rate: whether there was one, how many whole ones are left, and in how many seconds there is one again.';
