create or replace function ai.skip_until(p_failures bigint, p_retry_after numeric)
returns timestamptz
language sql
stable
parallel safe
return case when p_failures >= 3 then
  ops.now() + greatest(
    least(60 * 2 ^ least(p_failures - 3, 10), 600), least(coalesce(p_retry_after, 0), 600)
  ) * interval '1 second'
end;
comment on function ai.skip_until(bigint, numeric) is
  'Until when a provider is left alone: from three failures in a row on a minute, doubling to ten, or as long as it asked for, ten minutes at most; null before.';
