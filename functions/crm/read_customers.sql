create or replace function crm.read_customers(p_customers jsonb, p_phones jsonb, p_seen_at timestamptz, p_is_embedded boolean)
returns setof crm.customer_row
language plpgsql
stable
set search_path = ''
as $$
declare
  c_types constant jsonb := '{
    "first_name": "text", "last_name": "text", "company": "text", "email": "text", "mobile_number": "text", "home_number": "text",
    "work_number": "text", "lead_source": "text", "notes": "text", "tags": "array", "addresses": "array", "created_at": "time",
    "updated_at": "time", "deleted_at": "time"
  }';
  v_zone constant text := context.shop_zone(tenancy.current_tenant());
begin
  return query
  select
    r.place, r.reason, p.odd || m.odd, r.id, p_is_embedded,
    case when not p_is_embedded then coalesce(crm.read_time(r.item -> 'updated_at'), p_seen_at) end,
    case when not p_is_embedded then p_seen_at end,
    crm.read_time(r.item -> 'deleted_at'),
    s.profile,
    (crm.read_time(r.item -> 'created_at') at time zone v_zone)::date,
    crm.read_text(r.item -> 'notes'), p.phones, m.emails,
    case when jsonb_typeof(r.item -> 'addresses') = 'array' then r.item -> 'addresses' end, null::uuid, null::text
  from crm.read_records(p_customers, c_types) as r
  cross join lateral (
    -- What is not said is not known; what is said to be empty is.
    select coalesce(jsonb_object_agg(f.field, f.value), '{}') as profile
    from (values
      ('first_name', 'firstName', to_jsonb(left(crm.read_text(r.item -> 'first_name'), 200))),
      ('last_name', 'lastName', to_jsonb(left(crm.read_text(r.item -> 'last_name'), 200))),
      ('company', 'companyName', to_jsonb(left(crm.read_text(r.item -> 'company'), 200))),
      ('tags', 'tags', to_jsonb(crm.read_texts(r.item -> 'tags'))),
      ('lead_source', 'leadSource', to_jsonb(crm.read_text(r.item -> 'lead_source')))
    ) as f (key, field, value)
    where r.item ? f.key
  ) as s
  cross join lateral (
    select
      coalesce(array_agg(n.phone order by n.place) filter (where n.is_first), '{}') as phones,
      coalesce(array_agg(n.key order by n.place) filter (where n.phone is null), '{}') as odd
    from (
      select t.key, t.place, t.phone, t.phone is not null and row_number() over (partition by t.phone order by t.place) = 1 as is_first
      from (
        select k.key, k.place, case
          when p_phones ->> k.text ~ '^\+[1-9][0-9]{6,14}$' then p_phones ->> k.text
          when k.text ~ '^\+[1-9][0-9]{6,14}$' then k.text
        end as phone
        from (values
          ('mobile_number', 1, crm.read_text(r.item -> 'mobile_number')), ('home_number', 2, crm.read_text(r.item -> 'home_number')),
          ('work_number', 3, crm.read_text(r.item -> 'work_number'))
        ) as k (key, place, text)
        where k.text is not null
      ) as t
    ) as n
  ) as p
  cross join lateral (
    select
      coalesce(array_agg(lower(e.email) order by e.place) filter (where e.is_email), '{}') as emails,
      case when bool_or(not e.is_email) then array['email'] else '{}' end as odd
    from (
      select t.email, t.place,
        length(t.email) <= 254 and lower(t.email) ~ '^[^@[:space:]]+@[^@[:space:]]+\.[^@[:space:]]+$' as is_email
      from regexp_split_to_table(crm.read_text(r.item -> 'email'), '[,;[:space:]]+') with ordinality as t (email, place)
      where t.email <> ''
    ) as e
  ) as m;
end
$$;
comment on function crm.read_customers(jsonb, jsonb, timestamptz, boolean) is
  'Customers as HousecallPro sends them, read and checked one by one; of the same customer twice the newest. p_phones: the E.164 form of telephone numbers by how they are written. warnings: fields that hold no usable number or address.';
