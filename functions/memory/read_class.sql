create or replace function memory.read_class(p_text text, out category text, out entities jsonb)
language plpgsql
stable
strict
parallel safe
set search_path = ''
as $$
declare
  c_longest constant integer := 1000;
  c_day constant text := '(monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tues?|wed|thurs?|fri)';
  c_time constant text := '( (at|around|after|before|by) [0-9]{1,2}(:[0-9]{2})?( ?[ap]m)?| (morning|afternoon|evening|night))?';
  c_month constant text := '(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)';
  c_street constant text := '(street|st|avenue|ave|road|rd|drive|dr|lane|ln|court|ct|boulevard|blvd|place|pl|terrace|way|circle|parkway|pkwy|highway|hwy)';
  v_text constant text := ' ' || regexp_replace(lower(left(p_text, c_longest)), '[[:space:]]+', ' ', 'g') || ' ';
  v_plain constant text := ' ' || memory.plain_words(left(p_text, c_longest)) || ' ';
  v_dates text[] := '{}';
  v_addresses text[] := '{}';
begin
  select p.category into category
  from memory.class_phrases as p
  where v_plain like p.pattern
  group by p.category
  having sum(p.weight) >= 1
  -- Whoever asks the price of a repair also says what is broken.
  order by sum(p.weight) desc, array_position(array['feedback', 'price_inquiry', 'booking_request', 'issue_report'], p.category)
  limit 1;
  category := coalesce(category, 'general');

  -- Only where a piece of one is there: a session keeps few compiled expressions.
  if v_plain like any (array[
    '% today %', '% tomorrow %', '% yesterday %', '% tonight %', '%day %', '% this %', '% next %', '% last %', '% mon %', '% tue%', '% wed %', '% thu%', '% fri %'
  ]) then
    v_dates := array(select btrim(d.found[1]) from regexp_matches(v_text, concat(
      '\m((?:(?:this|next|last|on|every) )?', c_day, c_time, '|(?:today|tomorrow|yesterday|tonight)', c_time,
      '|(?:this|next|last) (?:week|weekend|month|year|morning|afternoon|evening|spring|summer|fall|winter))\M'
    ), 'g') as d (found));
  end if;
  if v_text ~ '[0-9]' then
    v_dates := v_dates || array(select d.found[1] from regexp_matches(
      v_text, concat('\m([0-9]{1,2}/[0-9]{1,2}(?:/[0-9]{2,4})?|', c_month, ' [0-9]{1,2}(?:st|nd|rd|th)?)\M'), 'g'
    ) as d (found));
    v_addresses := array(select btrim(a.found[1]) from regexp_matches(v_text, concat(
      '\m([0-9]{1,6} (?:[nsew]\M\.? )?(?:[a-z0-9]+ ){1,3}', c_street, '\M\.?(?:,? (?:apt|unit|suite|ste|#) ?[a-z0-9]+)?)'
    ), 'g') as a (found));
  end if;
  entities := jsonb_build_object(
    'addresses', v_addresses, 'services', array(
      select s.service from memory.service_phrases as s where v_plain like s.pattern group by s.service order by s.service
    ), 'dates', array(select regexp_replace(d.found, '^on ', '') from unnest(v_dates) as d (found))
  );
end
$$;
comment on function memory.read_class(text) is
  'What a message is about by the rules: its category and the entities {addresses, services, dates} it names. Of a long one the first 1,000 characters.';
