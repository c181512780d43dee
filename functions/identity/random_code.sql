create or replace function identity.random_code()
returns text
language sql
volatile
parallel safe
-- The first six bytes of a version 4 uuid are random bits from the server's strong source (RFC 9562).
return lpad((('x' || substr(encode(uuid_send(gen_random_uuid()), 'hex'), 1, 12))::bit(48)::bigint % 1000000)::text, 6, '0');
comment on function identity.random_code() is 'Six random decimal digits.';
