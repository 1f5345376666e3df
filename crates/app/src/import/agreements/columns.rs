//! The columns of the sheet of agreements.

use super::super::sheet::Column;

macro_rules! columns {
    ($($name:literal $required:literal),+ $(,)?) => {
        &[$(Column { name: $name, required: $required, aliases: &[] }),+]
    };
}

/// The columns; the first thirteen are what is written on the form of an evening, those from the status on tell what was before.
pub(super) const COLUMNS: &[Column] = columns!(
    "agreement_reference" true,
    "party_a_reference" true,
    "party_b_reference" true,
    "contribution_number" true,
    "offer_listing_reference" true,
    "request_listing_reference" true,
    "giver" true,
    "receiver" true,
    "quantity" true,
    "unit" true,
    "what" true,
    "value_estimate_eur" false,
    "agreed_at" true,
    "party_a_name" false,
    "party_b_name" false,
    "starts_at" false,
    "ends_at" false,
    "exchange_week_reference" false,
    "status" false,
    "status_reason" false,
    "status_changed_at" false,
    "claim" false,
    "match_reference" false,
    "terms_revision" false,
    "proposed_by" false,
    "proposed_at" false,
    "message" false,
    "confirm_until" false,
    "confirmed_by_a_at" false,
    "confirmed_by_b_at" false,
    "confirmed_at" false,
    "ratification" false,
    "ratified_at" false,
    "cancelled_by" false,
    "cancelled_late" false,
    "first_contact_by" false,
    "first_contact_due_on" false,
    "first_contact_done_at" false,
    "updated_at" false,
);
