-- pgls-ignore-all typecheck: the linter tries a SQL body with a constant for each parameter; the migration checks it as it is
create or replace function crm.merge_tags(p_current text[], p_wanted text[], p_own text[], p_seen text[])
returns text[]
language sql
immutable
parallel safe
set search_path = ''
as $$
  select coalesce(array_agg(t.tag order by t.part, t.place), '{}')
  from (
    select 1 as part, c.place, c.tag
    from unnest(p_current) with ordinality as c (tag, place)
    where not (
      exists (select from unnest(p_own) as o (tag) where lower(o.tag) = lower(c.tag))
      and not exists (select from unnest(p_wanted) as w (tag) where lower(w.tag) = lower(c.tag))
    )
    union all
    select 2, w.place, w.tag
    from unnest(p_wanted) with ordinality as w (tag, place)
    where not exists (select from unnest(p_current || p_seen) as c (tag) where lower(c.tag) = lower(w.tag))
  ) as t
$$;
comment on function crm.merge_tags(text[], text[], text[], text[]) is
  'A customer''s tags at HousecallPro: those there now, in their order, less those that we put there (p_own) and want no more, then those we want; one that was there before (p_seen) and is not any more was taken away by a person, and stays away. Compared without case.';
