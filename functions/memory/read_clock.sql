create or replace function memory.read_clock(p_text text, p_is_early boolean)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  c_words constant text[] := array[
    'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'
  ];
  v_words constant text[] := regexp_match(lower(btrim(p_text)), '^([a-z]{3,6})(?: (thirty|fifteen|forty[- ]five))?(.*)$');
  v_text constant text := regexp_replace(
    case
      when v_words[1] = any (c_words) then array_position(c_words, v_words[1])
        || case left(v_words[2], 2) when 'th' then ':30' when 'fi' then ':15' when 'fo' then ':45' else '' end || v_words[3]
      else lower(btrim(p_text))
    end, ' ?o''?clock', ''
  );
  v_parts text[] := regexp_match(v_text, '^(\d{1,2})(?::?([0-5]\d))? ?(a|p)?\.?m?\.?$');
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
  'A time of day as people write or say it (4, 5:30, 2pm, six thirty, noon) as HH:MI of 24 hours; without am or pm in the morning when p_is_early. Null for anything else.';
