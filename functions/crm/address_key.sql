create or replace function crm.address_key(p_street text, p_street_line_2 text, p_zip text)
returns text
language sql
stable
parallel safe
return ops.normalize_name(concat_ws(' ', p_street, p_street_line_2)) || '/' || coalesce(left(btrim(p_zip), 5), '');
comment on function crm.address_key(text, text, text) is 'Street and zip as addresses are compared: without case, accents, punctuation, and with five digits of the zip.';
