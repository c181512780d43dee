create or replace function memory.read_clock(p_text text, p_is_early boolean)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  v_parts text[] := regexp_match(lower(btrim(p_text)), '^(\d{1,2})(?::?([0-5]\d))? ?(a|p)?\.?m?\.?$');
  v_hour integer;
begin
  if lower(p_text) ~ '^ *noon' then
    return '12:00';
  elsif lower(p_text) ~ '^ *midnight' then
    return '00:00';
  elsif v_parts is null or v_parts[1]::integer > 23 then
    return null;
  end if;
  v_hour := v_parts[1]::integer;
  -- Without am or pm: nobody leaves for work at 8 in the evening.
  if v_hour <= 12 and (v_parts[3] = 'p' or v_parts[3] is null and not p_is_early and v_parts[1] !~ '^0') then
    v_hour := v_hour % 12 + 12;
  elsif v_hour = 12 and v_parts[3] = 'a' then
    v_hour := 0;
  end if;
  return to_char(make_time(v_hour, coalesce(v_parts[2]::integer, 0), 0), 'HH24:MI');
end
$$;
comment on function memory.read_clock(text, boolean) is
  'A time of day as people write it (4, 5:30, 2pm, noon) as HH:MI of 24 hours; without am or pm in the morning when p_is_early. Null for anything else.';
