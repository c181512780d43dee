create or replace function identity.editable_fields()
returns text[]
language sql
immutable
parallel safe
return array[
  'firstName', 'lastName', 'companyName', 'customerSince', 'summary', 'currentIssueSummary', 'preferredTechnicianId',
  'preferredTechnicianName', 'communicationPreference', 'preferredTimeWindow', 'membershipStatus', 'membershipExpiresAt', 'tags',
  'leadSource'
];
comment on function identity.editable_fields() is 'The profile fields that api.update_customer takes.';
