create or replace function crm.read_line_items(p_lists crm.item_list[])
returns crm.item_row[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select (
      l.job,
      row_number() over (partition by l.job order by crm.read_whole(e.item -> 'order_index', 30000) nulls last, e.place) - 1,
      coalesce(crm.read_text(e.item -> 'name'), crm.read_text(e.item -> 'description'), 'Item'),
      crm.read_text(e.item -> 'description'), k.kind,
      case when k.kind = 'discount' then 1.00 else coalesce(q.quantity, 1.00) end,
      -- A discount's price may be a percentage: its amount is what it takes off.
      case when k.kind = 'discount' then coalesce(crm.read_cents(e.item -> 'amount'), crm.read_cents(e.item -> 'unit_price'))
        else crm.read_cents(e.item -> 'unit_price') end
    )::crm.item_row
    from unnest(p_lists) as l
    cross join lateral jsonb_array_elements(l.items) with ordinality as e (item, place)
    cross join lateral (
      select case lower(e.item ->> 'kind')
        when 'labor' then 'labor'
        when 'materials' then 'material'
        when 'fixed discount' then 'discount'
        when 'percent discount' then 'discount'
        else 'other'
      end as kind
    ) as k
    cross join lateral (
      select case when jsonb_typeof(e.item -> 'quantity') = 'number' and abs((e.item -> 'quantity')::numeric) < 100000000
        then round((e.item -> 'quantity')::numeric, 2) end as quantity
    ) as q
    where jsonb_typeof(e.item) = 'object'
  );
end
$$;
comment on function crm.read_line_items(crm.item_list[]) is
  'Line items of HousecallPro, those of a job in their order: cents to US dollars, kinds to ours.';
