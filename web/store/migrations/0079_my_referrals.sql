-- The referrals that a customer takes part in: the customer's own page lists them.
create index referral_participant_customer
  on projected.referral_participant (customer, joined_ms, campaign);
