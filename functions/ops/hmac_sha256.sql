create or replace function ops.hmac_sha256(p_key bytea, p_message bytea)
returns bytea
language sql
immutable
strict
parallel safe
set search_path = ''
as $$
  with pads as (
    select
      string_agg(set_byte('\x00', 0, get_byte(k.padded, n.place) # 54), '' order by n.place) as inner_pad,
      string_agg(set_byte('\x00', 0, get_byte(k.padded, n.place) # 92), '' order by n.place) as outer_pad
    from (
      select case when length(p_key) > 64 then sha256(p_key) else p_key end || decode(repeat('00', 64), 'hex') as padded
    ) as k
    cross join generate_series(0, 63) as n (place)
  )
  select sha256(p.outer_pad || sha256(p.inner_pad || p_message)) from pads as p
$$;
comment on function ops.hmac_sha256(bytea, bytea) is 'HMAC-SHA256 as in RFC 2104: what pgcrypto would give, without the extension.';
