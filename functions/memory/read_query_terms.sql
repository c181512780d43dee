create or replace function memory.read_query_terms(p_tenant_id uuid, p_query text, p_customer_id uuid)
returns jsonb
language plpgsql
stable
security invoker
set search_path = ''
as $$
declare
  c_most constant integer := 64;
  v_asked text[];
  v_unknown text[];
begin
  v_asked := (tsvector_to_array(to_tsvector('pg_catalog.english', left(p_query, 4000))))[1:c_most];
  v_unknown := memory.list_unknown_words(p_tenant_id, p_customer_id, v_asked);
  -- A word that other customers use is spelled right: this one just never said it.
  if p_customer_id is not null and v_unknown <> '{}' then
    v_unknown := memory.list_unknown_words(p_tenant_id, null, v_unknown);
  end if;
  return (
    with asked as (select a.lexeme, a.term from unnest(v_asked) with ordinality as a (lexeme, term)),
    -- What nobody ever wrote may be a slip of the pen: then what is most like it stands in, with less weight.
    meant as (
      select a.term, l.lexeme, 0.7 * l.likeness as weight
      from memory.find_like_words(p_tenant_id, p_customer_id, v_unknown) as l
      join asked as a on a.lexeme = l.word
    )
    select coalesce(jsonb_agg(jsonb_build_object('term', x.term, 'lexeme', x.lexeme, 'weight', x.weight)), '[]')
    from (select a.term, a.lexeme, 1 as weight from asked as a union all select m.term, m.lexeme, m.weight from meant as m) as x
  );
end
$$;
comment on function memory.read_query_terms(uuid, text, uuid) is
  'The English stems a question asks for: [{term (its number), lexeme, weight}], at most 64. A term that nobody in the business ever used also brings up to three words that are spelled like it.';
