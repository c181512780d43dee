create or replace function api.get_usage(p_tenant_id uuid, p_from date default null, p_to date default null, p_by text[] default '{}')
returns jsonb
language plpgsql
stable
security definer
set search_path = ''
as $$
declare
  c_most_days constant integer := 400;
  v_today date;
  v_from date;
  v_to date;
begin
  perform tenancy.set_tenant(p_tenant_id);
  v_today := (ops.now() at time zone context.shop_zone(p_tenant_id))::date;
  v_to := coalesce(p_to, v_today);
  v_from := coalesce(p_from, date_trunc('month', v_to)::date);
  if v_to - v_from not between 0 and c_most_days then
    raise exception 'no such time' using errcode = 'RP003', hint = 'from is not after to, and not more than 400 days before it.';
  elsif not p_by <@ array['provider', 'model', 'channel', 'purpose', 'day'] then
    raise exception 'nothing to divide by' using errcode = 'RP003', hint = 'Divide by provider, model, channel, purpose or day.';
  end if;
  return jsonb_build_object(
    'from', v_from, 'to', v_to, 'timeZone', context.shop_zone(p_tenant_id),
    'rows', ai.sum_usage(p_tenant_id, v_from, v_to, p_by),
    'budget', ai.describe_budget(p_tenant_id)
  );
end
$$;
comment on function api.get_usage(uuid, date, date, text[]) is
  'What models cost a tenant between two days of its time zone (this month by default), divided by any of provider, model, channel, purpose, day: {from, to, timeZone, rows: [{provider?, model?, channel?, purpose?, day?, calls, failures, inputTokens, cachedInputTokens, outputTokens, costUsd, unpricedCalls, meanLatencyMs|null}], budget: {month, spentUsd, softUsd|null, hardUsd|null, level: soft|hard|null, notices: [{month, level, limitUsd, spentUsd, noticedAt}]}}. costUsd has no part of the unpricedCalls. RP003 for a time or a division that cannot be.';
