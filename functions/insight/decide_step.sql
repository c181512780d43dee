create or replace function insight.decide_step(
  p_status text, p_expired_reason text, p_expires_at timestamptz, p_closed_at timestamptz, p_is_found boolean, p_is_news boolean,
  p_is_other boolean, p_cooldown_days integer, p_now timestamptz
)
returns text
language sql
stable
parallel safe
return case
  when p_status is null then 'add'
  when p_status = 'active' and not p_is_found then case when p_expires_at <= p_now then 'expire' else 'close' end
  when p_status = 'active' and p_is_news then 'renew'
  when p_status = 'active' and p_expires_at <= p_now then 'expire'
  when p_status = 'active' then case when p_is_other then 'reword' end
  when not p_is_found then null
  when p_status = 'dismissed' then case when p_closed_at + make_interval(days => p_cooldown_days) <= p_now then 'reopen' end
  when p_expired_reason in ('cause gone', 'rule off') or p_is_news then 'reopen'
end;
comment on function insight.decide_step(text, text, timestamptz, timestamptz, boolean, boolean, boolean, integer, timestamptz) is
  'What to do with a subject, given its insight (status, why and when it ended; null: none yet) and what the rule found now (whether anything; whether for a new cause; whether anything else to tell): add, reword, renew (a new cause while it is active), reopen, expire (its time is up), close (the cause is gone), or null for nothing. Once dismissed it rests for the cooldown; actioned or too old it waits for a new cause.';
