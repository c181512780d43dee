create or replace function ai.deal_slots(p_slots text[], p_arms jsonb)
returns text[]
language plpgsql
immutable
security invoker
set search_path = ''
as $$
begin
  return (
    -- '' are those outside of the experiment: an arm like the others, with the share that is left.
    with wanted as (
      select a.entry ->> 'name' as arm, (a.entry ->> 'share')::integer as share, a.place
      from jsonb_array_elements(p_arms) with ordinality as a (entry, place)
      union all
      select '', 100 - coalesce(sum((a.entry ->> 'share')::integer), 0)::integer, 0
      from jsonb_array_elements(p_arms) as a (entry)
    ),
    held as (
      select s.slot, s.arm, row_number() over (partition by s.arm order by s.slot) as place
      from (
        select g.slot, coalesce(p_slots[g.slot], '') as arm from generate_series(1, 100) as g (slot)
      ) as s
    ),
    -- Each arm keeps what it has up to its share; only the rest changes hands.
    dealt as (
      select h.slot, case when h.place <= w.share then h.arm end as arm,
        case when h.place <= w.share then null else row_number() over (partition by coalesce(h.place <= w.share, false) order by h.slot) end as free
      from held as h
      left join wanted as w on w.arm = h.arm
    ),
    missing as (
      select w.arm, row_number() over (order by w.place, n.n) as free
      from wanted as w
      cross join lateral generate_series(
        1, w.share - (select count(*)::integer from dealt as d where d.arm = w.arm)
      ) as n (n)
    )
    select array_agg(nullif(coalesce(d.arm, m.arm), '') order by d.slot)
    from dealt as d
    left join missing as m on m.free = d.free
  );
end
$$;
comment on function ai.deal_slots(text[], jsonb) is
  'The hundred slots of an experiment after its arms became [{name, share}]: as few slots as can be have another arm than before. What the shares leave of 100 is outside of it (null).';
