//! The lists of the United States Treasury (OFAC): as tables without a header, with addresses, aliases and comments in
//! files beside them, and as XML.
//!
//! What the tables tell of a person stands in one text of remarks: `DOB 14 Jun 1975; Passport 717637093 (Russia); Linked
//! To: USA REALLY.` It is taken apart; what has no known label stays as a remark, in its own words. An entry that another
//! is linked to is named and not numbered there, and found by that name.

mod csv;
mod labels;
mod remarks;
mod xml;

pub(super) use csv::{OfacReader, OfacTable, table};
pub(super) use xml::{entry, is_entry};

/// The namespace of entries.
const SCOPE: &str = "ofac";
/// The list, as the register names it.
const LIST: &str = "OFAC";
