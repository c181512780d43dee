create or replace function tenancy.seed_id(p_tenant_id uuid, p_path text)
returns uuid
language sql
immutable
strict
parallel safe
-- RFC 9562 version 8: the bits are ours to choose.
return overlay(overlay(md5(p_tenant_id::text || '/' || p_path) placing '8' from 13 for 1) placing '8' from 17 for 1)::uuid;
comment on function tenancy.seed_id(uuid, text) is 'The same id for the same path every time: what makes seeding repeatable.';
