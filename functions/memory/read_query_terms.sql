create or replace function memory.read_query_terms(p_query text, p_vocabulary text[])
returns jsonb
language sql
stable
strict
set search_path = ''
as $$
  with asked as (
    select distinct u.lexeme as term from unnest(to_tsvector('pg_catalog.english', left(p_query, 4000))) as u order by 1 limit 64
  ),
  -- What nobody ever wrote may be a slip of the pen: then what is most like it stands in, with less weight.
  alike as (
    select a.term, v.word as lexeme, 0.7 * extensions.similarity(a.term, v.word) as weight,
      row_number() over (partition by a.term order by extensions.similarity(a.term, v.word) desc, v.word) as place
    from asked as a
    cross join unnest(p_vocabulary) as v (word)
    where length(a.term) >= 4 and a.term <> all (p_vocabulary) and extensions.similarity(a.term, v.word) >= 0.4
  )
  select coalesce(jsonb_agg(jsonb_build_object('term', x.term, 'lexeme', x.lexeme, 'weight', x.weight)), '[]')
  from (
    select a.term, a.term as lexeme, 1::real as weight from asked as a
    union all
    select l.term, l.lexeme, l.weight::real from alike as l where l.place <= 3
  ) as x
$$;
comment on function memory.read_query_terms(text, text[]) is
  'The English stems a question asks for: [{term, lexeme, weight}]. A term that is not in the vocabulary also brings up to three of its words that are spelled like it.';
