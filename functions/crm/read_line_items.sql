create or replace function crm.read_line_items(p_items jsonb)
returns table ("position" smallint, name text, description text, kind text, quantity numeric, unit_price numeric)
language plpgsql
stable
parallel safe
set search_path = ''
as $$
begin
  if jsonb_typeof(p_items) is distinct from 'array' then
    return;
  end if;
  return query
  select
    (row_number() over (order by crm.read_whole(e.item -> 'order_index', 30000) nulls last, e.place) - 1)::smallint,
    coalesce(crm.read_text(e.item -> 'name'), crm.read_text(e.item -> 'description'), 'Item'),
    crm.read_text(e.item -> 'description'),
    k.kind,
    case
      when k.kind = 'discount' then 1.00
      when jsonb_typeof(e.item -> 'quantity') = 'number' and abs((e.item -> 'quantity')::numeric) < 100000000
        then round((e.item -> 'quantity')::numeric, 2)
      else 1.00
    end,
    -- A discount's price may be a percentage: its amount is what it takes off.
    case when k.kind = 'discount' then coalesce(crm.read_cents(e.item -> 'amount'), crm.read_cents(e.item -> 'unit_price'))
      else crm.read_cents(e.item -> 'unit_price') end
  from jsonb_array_elements(p_items) with ordinality as e (item, place)
  cross join lateral (
    select case lower(e.item ->> 'kind')
      when 'labor' then 'labor'
      when 'materials' then 'material'
      when 'fixed discount' then 'discount'
      when 'percent discount' then 'discount'
      else 'other'
    end as kind
  ) as k
  where jsonb_typeof(e.item) = 'object';
end
$$;
comment on function crm.read_line_items(jsonb) is
  'Line items of HousecallPro in their order: cents to US dollars, kinds to ours; nothing for what is no array.';
