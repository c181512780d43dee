create or replace function identity.hash_code(p_verification_id uuid, p_code text)
returns text
language sql
immutable
strict
parallel safe
return encode(sha256(convert_to(p_verification_id::text || ':' || p_code, 'UTF8')), 'hex');
comment on function identity.hash_code(uuid, text) is 'SHA-256 of a one-time code, salted with the id of its verification; hexadecimal.';
