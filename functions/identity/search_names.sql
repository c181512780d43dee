create or replace function identity.search_names(p_tenant_id uuid, p_name text)
returns table (customer_id uuid, score real)
language plpgsql
stable
security invoker
set search_path = ''
set pg_trgm.word_similarity_threshold = 0.5
as $$
begin
  if length(p_name) < 2 then
    return;
  end if;
  return query
  select c.id, extensions.word_similarity(p_name, c.search_name)
  from identity.customers as c
  where c.tenant_id = p_tenant_id and c.merged_into is null
    and (c.search_name like '%' || p_name || '%' or p_name operator(extensions.<%) c.search_name);
  if found then
    return;
  end if;

  -- One slip takes most trigrams of a short name ("smyth", "gracia"): a wider net, judged by letters word by word.
  perform set_config('pg_trgm.word_similarity_threshold', '0.25', true);
  return query
  select c.id, 0.4::real
  from identity.customers as c
  where c.tenant_id = p_tenant_id and c.merged_into is null and p_name operator(extensions.<%) c.search_name
    and not exists (
      select from regexp_split_to_table(p_name, ' ') as typed
      where not exists (
        select from regexp_split_to_table(c.search_name, ' ') as known
        where extensions.levenshtein_less_equal(left(typed, 60), left(known, 60), 2)
          <= case when length(typed) >= 5 then 2 when length(typed) >= 3 then 1 else 0 end
      )
    );
end
$$;
comment on function identity.search_names(uuid, text) is
  'Customers of a tenant by a normalised name (ops.normalize_name) with how alike they are, 0 to 1: part of a name or trigram likeness; only when that finds nobody, every word within one or two letters of a word of the name. Runs as its caller, who must own the table for the index to be used.';
