create or replace function ops.take_chat_token(
  p_kind text, p_chat_id uuid, p_endpoint_id uuid, p_capacity integer, p_window interval
)
returns table (is_taken boolean, remaining integer, retry_after_seconds integer)
language plpgsql
volatile
security invoker
set search_path = ''
as $$
declare
  v_rate constant numeric := p_capacity / extract(epoch from p_window);
  v_tokens numeric;
  v_is_taken boolean;
begin
  -- As ops.take_token: what comes at once may overtake each other on the way to the row, hence greatest().
  insert into ops.chat_buckets as b (tenant_id, kind, chat_id, endpoint_id, tokens, is_taken, filled_at)
  values (tenancy.current_tenant(), p_kind, p_chat_id, p_endpoint_id, p_capacity - 1, true, ops.now())
  on conflict (tenant_id, kind, bucket_id) do update
  set (tokens, is_taken, filled_at) = (
    select filled.tokens - (filled.tokens >= 1)::integer, filled.tokens >= 1, greatest(b.filled_at, ops.now())
    from (
      select least(p_capacity, b.tokens + greatest(extract(epoch from ops.now() - b.filled_at), 0) * v_rate) as tokens
    ) as filled
  )
  returning b.tokens, b.is_taken into v_tokens, v_is_taken;
  return query select
    v_is_taken, floor(v_tokens)::integer,
    case when v_is_taken then 0 else greatest(ceil((1 - v_tokens) / v_rate), 1)::integer end;
end
$$;
comment on function ops.take_chat_token(text, uuid, uuid, integer, interval) is
  'Takes one token of a kind from the bucket of a chat or of an endpoint (the other is null), which holds p_capacity and fills in p_window: whether there was one, how many whole ones are left, and in how many seconds there is one again.';
