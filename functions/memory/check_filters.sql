create or replace function memory.check_filters(p_filters jsonb)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  v_wrong text;
begin
  if p_filters is null then
    return jsonb '{}';
  elsif jsonb_typeof(p_filters) <> 'object' then
    raise exception 'filters are no object' using errcode = 'RP003', hint = 'Send {channel, direction, conversationId, from, to}.';
  end if;
  select f.key into v_wrong
  from jsonb_each_text(p_filters) as f
  where f.value is not null and not coalesce(
    case f.key
      when 'channel' then f.value in ('sms', 'voice', 'web', 'email', 'mcp')
      when 'direction' then f.value in ('inbound', 'outbound')
      when 'conversationId' then pg_input_is_valid(f.value, 'uuid')
      when 'from' then pg_input_is_valid(f.value, 'timestamptz')
      when 'to' then pg_input_is_valid(f.value, 'timestamptz')
    end, false
  )
  order by f.key limit 1;
  if v_wrong is not null then
    raise exception 'a filter that is not known or has no usable value' using errcode = 'RP003',
      hint = 'Filters are channel, direction (inbound, outbound), conversationId, from and to (ISO 8601).';
  end if;
  return p_filters;
end
$$;
comment on function memory.check_filters(jsonb) is 'The filters of a search, {} for none. RP003 for an unknown one or a value that none can have.';
