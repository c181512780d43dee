create or replace function memory.read_fact_value(p_slot text, p_reads_as text, p_choices text[], p_value text)
returns text
language plpgsql
immutable
parallel safe
set search_path = ''
as $$
declare
  -- Words that stand where a name may; a name that is one of them is not worth a wrong technician.
  c_no_names constant text[] := array[
    'the', 'a', 'an', 'me', 'us', 'you', 'him', 'her', 'them', 'it', 'someone', 'somebody', 'anyone', 'anybody', 'everyone', 'my', 'our',
    'your', 'that', 'this', 'these', 'those', 'to', 'out', 'over', 'back', 'when', 'if', 'is', 'at', 'on', 'in', 'and', 'or', 'mornings',
    'morning', 'afternoon', 'afternoons', 'evening', 'evenings', 'text', 'texts', 'calls', 'email', 'emails', 'phone', 'pics', 'water',
    'help', 'service', 'one', 'two', 'some', 'more', 'another', 'same', 'any', 'all', 'who', 'what', 'guy', 'tech', 'plumber', 'he', 'she',
    'they', 'we', 'i', 'not', 'no', 'yes', 'please', 'pls', 'will', 'can', 'about', 'first', 'instead', 'copper', 'gas', 'electric',
    'sending', 'getting', 'having', 'being', 'going', 'weekends', 'weekdays', 'new', 'old', 'something', 'anything', 'directly', 'again'
  ];
  v_text text := lower(btrim(regexp_replace(p_value, '\s+', ' ', 'g')));
  v_digits text := regexp_replace(p_value, '\D', '', 'g');
begin
  return case p_reads_as
    when 'choice' then case when v_text = any (p_choices) then v_text end
    when 'yes' then case when v_text = any (p_choices) then v_text end
    when 'code' then case when length(v_digits) between 3 and 10 then v_digits end
    when 'name' then case when v_text ~ '^[[:alpha:]][[:alpha:]''-]{1,39}$' and v_text <> all (c_no_names) then v_text end
    when 'year' then case when v_text ~ '^(1[6-9]|20)\d\d$' then v_text end
    when 'time' then memory.read_clock(v_text, p_slot in ('home_before', 'no_calls_before') and v_text !~ '^[1-5]($|:)')
    when 'phone' then case
      when v_text ~ '^\+[1-9]\d{6,14}$' then v_text
      when length(v_digits) = 10 then '+1' || v_digits
      when length(v_digits) = 11 and v_digits like '1%' then '+' || v_digits
    end
    when 'email' then case when v_text ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' and length(v_text) <= 200 then rtrim(v_text, '.') end
    when 'words' then nullif(left(v_text, 200), '')
    when 'make' then case when v_text ~ '^[[:alnum:]&. -]{2,40}$' then v_text end
  end;
end
$$;
comment on function memory.read_fact_value(text, text, text[], text) is
  'A fact''s value in the one form in which values of its slot are compared; null when it is none for the slot. reads_as and choices are those of memory.fact_slots.';
