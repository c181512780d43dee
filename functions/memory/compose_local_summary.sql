create or replace function memory.compose_local_summary(p_conversation memory.conversations)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- A day or an hour beside a word for a visit.
  c_visit constant text := '\m(?:appointment|visit|scheduled|booked|confirmed|come|see you|technician|arriv\w+)\M.*\m(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|tomorrow|today|\d{1,2}(?::\d\d)? ?[ap]m|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]* \d{1,2})\M';
  v_unread constant jsonb := memory.list_unread(p_conversation, 'compression');
  v_new jsonb;
  v_facts jsonb;
  v_best text[];
begin
  select jsonb_agg(m.message order by m.place) into v_new
  from jsonb_array_elements(v_unread) with ordinality as m (message, place)
  where m.message -> 'isOld' is null;
  if v_new is null then
    return null;
  end if;
  -- What says most: words that are no filler, things and signs of the trade twice.
  select array_agg(s.sentence order by s.score desc, s.place) into v_best
  from (
    select context.flatten_text(p.sentence, 200) as sentence, m.place * 100 + p.starts_at as place,
      least(length(to_tsvector('pg_catalog.english', p.sentence)), 12) + 2 * (
        select count(*) from context.note_words as w
        where w.role in ('kind', 'thing', 'sign') and w.phrase = any (string_to_array(memory.plain_words(p.sentence), ' '))
      ) as score
    from jsonb_array_elements(v_new) with ordinality as m (message, place)
    cross join lateral memory.split_sentences(m.message ->> 'text') as p
    where m.message ->> 'from' = 'customer'
    order by score desc, place
    limit 3
  ) as s;
  select coalesce(jsonb_agg(jsonb_build_object('kind', f.kind, 'text', n.note || case when f.value = 'yes' then ': ' || f.quote else '' end, 'messageId', m.id)
    order by m.place), '[]')
  into v_facts
  from (
    select row_number() over (order by g.place) as place, g.message ->> 'id' as id, g.message ->> 'text' as words, (g.message ->> 'at')::timestamptz as at
    from jsonb_array_elements(v_new) with ordinality as g (message, place)
    where g.message ->> 'from' = 'customer'
  ) as m
  cross join lateral memory.extract_facts(m.words, m.at) as f
  join memory.fact_slots as n on n.slot = f.slot
  where f.kind in ('promise', 'complaint');

  return jsonb_build_object(
    'summary', left(concat_ws(' ', left(memory.latest_summary(p_conversation), 600), format('On %s the customer wrote: “%s”',
      to_char((v_new -> 0 ->> 'at')::timestamptz, 'FMMonth FMDD, YYYY'), coalesce(array_to_string(v_best, '” · “'), '…'))), 1500),
    'currentIssue', v_best[1],
    'promises', (select coalesce(jsonb_agg(f - 'kind'), '[]') from jsonb_array_elements(v_facts) as f where f ->> 'kind' = 'promise'),
    'complaints', (select coalesce(jsonb_agg(f - 'kind'), '[]') from jsonb_array_elements(v_facts) as f where f ->> 'kind' = 'complaint'),
    'appointments', (
      select coalesce(jsonb_agg(jsonb_build_object('text', context.flatten_text(p.sentence, 200), 'messageId', m.message ->> 'id')), '[]')
      from jsonb_array_elements(v_new) as m (message)
      cross join lateral memory.split_sentences(m.message ->> 'text') as p
      where lower(p.sentence) ~ c_visit and p.sentence !~ '\?\s*$' and m.message ->> 'from' = 'business'
    ),
    'closed', '[]'::jsonb,
    'readThrough', v_new -> -1 ->> 'id'
  );
end
$$;
comment on function memory.compose_local_summary(memory.conversations) is
  'A summary without a model, in the form of memory.save_compression: the old one, the three sentences of the customer that say most, promises and complaints by memory.fact_rules, appointments that we named. It closes nothing. Null when nothing is new.';
