create or replace function memory.read_facts(p_texts text[], p_said_at timestamptz[])
returns table (text_number integer, kind text, slot text, value text, quote text, confidence numeric)
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  -- Nobody writes more in one message; who pastes more is not talking about themselves.
  c_longest constant integer := 6000;
  v_texts constant text[] := array(
    select left(memory.own_words(t.body), c_longest) from unnest(p_texts) with ordinality as t (body, place) order by t.place
  );
begin
  return query
  with said as materialized (
    select t.place::integer as number, t.body, s.sentence, s.starts_at
    from unnest(v_texts) with ordinality as t (body, place)
    -- Of the same length, so that positions hold: only ASCII letters are folded.
    cross join lateral memory.split_sentences(translate(lower(t.body collate "C"), '’‘`´', '''''''''')) as s
  ), rules as materialized (
    select row_number() over () as id, r.slot, r.pattern, r.value, r.confidence, r.anchors from memory.fact_rules as r
  ), anchored as materialized (
    select r.id, a.anchor from rules as r cross join lateral unnest(r.anchors) as a (anchor)
  ), held as (
    -- Rules share most of their anchors: each is looked for once a sentence.
    select d.number, d.starts_at, a.anchor
    from said as d
    join (select distinct r.anchor from anchored as r) as a on d.sentence like a.anchor
  ), due as (
    select h.number, h.starts_at, r.id from held as h join anchored as r on r.anchor = h.anchor
    union
    select d.number, d.starts_at, r.id from said as d join rules as r on r.anchors is null
  ), tried as materialized (
    select d.number, d.body, d.sentence, d.starts_at, r.slot, r.pattern, r.value, r.confidence
    from due as u
    join said as d on d.number = u.number and d.starts_at = u.starts_at
    join rules as r on r.id = u.id
    -- A session keeps 32 compiled expressions, and compiling costs a hundred times what matching does.
    order by r.id
  ), found as materialized (
    select t.number, t.slot, coalesce(t.value, substring(t.sentence from t.pattern)) as raw, t.confidence, t.sentence, m.at,
      substr(t.body, t.starts_at + m.at - 1, m.until - m.at) as quote, t.starts_at + m.at as place
    from tried as t
    cross join lateral (
      select regexp_instr(t.sentence, t.pattern) as at, regexp_instr(t.sentence, t.pattern, 1, 1, 1) as until offset 0
    ) as m
    where m.at > 0
    union all
    select e.text_number, e.slot, e.value, 0.8, coalesce(d.sentence, ''), greatest(e.at - d.starts_at + 1, 1), e.quote, e.at
    from memory.read_equipment(v_texts, p_said_at) as e
    left join said as d on d.number = e.text_number and e.at between d.starts_at and d.starts_at + length(d.sentence) - 1
  ), placed as materialized (
    select f.*, btrim(f.sentence) as whole, memory.clause_at(f.sentence, f.at) as clause from found as f
  ), excepted as materialized (
    select distinct p.number, p.slot, p.place
    from memory.fact_exceptions as x
    join placed as p on case x.scope when 'sentence' then p.whole else p.clause end ~ x.pattern
      and not exists (select from unnest(x.spares) as s (spared) where p.slot = s.spared or s.spared ~ '[:_]$' and starts_with(p.slot, s.spared))
  ), judged as (
    select p.number, p.slot, s.kind, memory.read_fact_value(p.slot, s.reads_as, s.choices, p.raw) as value, btrim(p.quote) as quote,
      p.confidence, p.place
    from placed as p
    join memory.fact_slots as s on s.slot = p.slot
    where (p.number, p.slot, p.place) not in (select e.number, e.slot, e.place from excepted as e)
  )
  -- Of several values the surest, then the one that was said last.
  select distinct on (j.number, j.slot) j.number, j.kind, j.slot, j.value, j.quote, j.confidence::numeric
  from judged as j
  where j.value is not null
  order by j.number, j.slot, j.confidence desc, j.place desc;
end
$$;
comment on function memory.read_facts(text[], timestamptz[]) is
  'memory.extract_facts for many messages at once, which costs far less; text_number is the place in the arrays, from 1.';
