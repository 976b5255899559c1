//! Honest behaviour that resembles a pattern, so that a search can be tested for what it should leave alone.

mod family_loop;
mod holiday_burst;
mod marketplace;
mod payment_processor;
mod payroll;
mod rent_pool;
mod savings_club;
mod supplier_chain;

use super::kind::LookAlike;
use super::patterns::Told;
use super::stage::Stage;

/// Days in a month of regular payments.
const MONTH: u32 = 30;

/// Lives one instance.
pub(crate) fn live(kind: LookAlike, stage: &mut Stage<'_, '_>) -> Told {
    match kind {
        LookAlike::Payroll => payroll::live(stage),
        LookAlike::RentPool => rent_pool::live(stage),
        LookAlike::SupplierChain => supplier_chain::live(stage),
        LookAlike::FamilyLoop => family_loop::live(stage),
        LookAlike::Marketplace => marketplace::live(stage),
        LookAlike::SavingsClub => savings_club::live(stage),
        LookAlike::PaymentProcessor => payment_processor::live(stage),
        LookAlike::HolidayBurst => holiday_burst::live(stage),
    }
}
