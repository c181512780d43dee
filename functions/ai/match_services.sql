create or replace function ai.match_services(p_text text, p_limit integer)
returns table (name text, price ops.money, is_price_from boolean, score real)
language plpgsql
stable
strict
set search_path = ''
as $$
declare
  v_words tsvector := to_tsvector('pg_catalog.english', ai.normalize_message(p_text) || ' ' || ops.normalize_name(left(p_text, 1000)));
begin
  return query
  with scored as (
    select
      s.name, s.price, s.is_price_from, s.id,
      (
        (select count(*) filter (where w.lexeme = any (tsvector_to_array(v_words)))::real / greatest(count(*), 1)
          from unnest(to_tsvector('pg_catalog.english', ops.normalize_name(s.name))) as w)
        + 0.5 * (select count(*) from unnest(s.keywords) as k (keyword)
          where v_words @@ plainto_tsquery('pg_catalog.english', ops.normalize_name(k.keyword))
            and numnode(plainto_tsquery('pg_catalog.english', ops.normalize_name(k.keyword))) > 0)
      )::real as score
    from crm.service_catalog as s
    where s.tenant_id = tenancy.current_tenant() and s.is_active
  )
  select c.name, c.price, c.is_price_from, c.score
  from scored as c
  where c.score >= 0.3 and c.score >= 0.7 * (select max(b.score) from scored as b)
  order by c.score desc, c.id
  limit p_limit;
end
$$;
comment on function ai.match_services(text, integer) is
  'The services of the tenant''s catalogue that a text speaks of, best first: the share of the name''s words found in it plus half a point a keyword, 0.3 at least and near the best.';
