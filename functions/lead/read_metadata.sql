-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function lead.read_metadata(p_metadata jsonb)
returns table (name text, kind text, note text)
language sql
stable
strict
set search_path = ''
as $$
  with entries as (
    select e.key as name, e.value from jsonb_each(p_metadata) as e where jsonb_typeof(e.value) <> 'object'
    union all
    select e.key || '.' || f.key, f.value
    from jsonb_each(p_metadata) as e
    cross join lateral jsonb_each(case jsonb_typeof(e.value) when 'object' then e.value end) as f
    where jsonb_typeof(f.value) <> 'object'
  ),
  worded as (
    select e.name, e.value, w.words, btrim(w.words) as label
    from entries as e
    cross join lateral (
      select ops.normalize_name(regexp_replace(e.name, '([a-z0-9])([A-Z])', '\1 \2', 'g')) as words
    ) as w
  ),
  told as (
    select w.name, w.label, k.kind, k.is_ignored, case jsonb_typeof(w.value)
      when 'string' then btrim(w.value #>> '{}')
      when 'number' then w.value #>> '{}'
      when 'boolean' then case when w.value = 'true' then 'yes' else 'no' end
      when 'array' then (
        select string_agg(btrim(i.item #>> '{}'), ', ' order by i.place)
        from jsonb_array_elements(w.value) with ordinality as i (item, place)
        where jsonb_typeof(i.item) in ('string', 'number') and i.item #>> '{}' ~ '\S'
      )
    end as text, jsonb_typeof(w.value) in ('string', 'array') as is_text
    from worded as w
    cross join lateral (
      select (array_agg(m.kind order by p.place) filter (where m.kind is not null))[1] as kind,
        coalesce(bool_or(m.word is not null and m.kind is null), false) as is_ignored
      from string_to_table(w.words, ' ') with ordinality as p (word, place)
      left join lead.metadata_words as m on m.word = p.word
    ) as k
  )
  select t.name, coalesce(t.kind, 'note'),
    case when t.label in ('note', 'notes', 'comment', 'comments', 'summary', '') then t.text else t.label || ': ' || t.text end
  from told as t
  where not t.is_ignored and t.text ~ '[[:alnum:]]' and length(t.text) <= 1000
    -- A number or a yes says something only under a name that is known to be about the customer.
    and (t.is_text and t.text ~ '[[:alpha:]]' or t.kind is not null)
$$;
comment on function lead.read_metadata(jsonb) is
  'What a lead''s state metadata says about the customer, as notes: texts, lists and, under the names of lead.metadata_words, numbers and yes or no, one level deep. A machine''s own state (ids, steps, flags, times) makes none.';
