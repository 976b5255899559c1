//! One account for one IBAN: some messages name the institution of an account and others leave it out, since an IBAN says
//! by itself which account it is.

use super::{AccountTable, LedgerFull};
use crate::model::is_iban;

/// Makes an IBAN that stands without an institution the account of the one institution that others name with it. Where
/// several institutions are named with it, nothing is changed: which one is meant is not told.
///
/// What comes out depends on the accounts alone. Time: O(a log i) in all accounts and the IBANs without an institution;
/// nothing but a look at the numbers where there are none of these.
pub(super) fn join(accounts: AccountTable, lanes: &mut [Vec<u32>]) -> Result<AccountTable, LedgerFull> {
    // The empty institution comes first in the order of accounts.
    let without = accounts.ids().take_while(|account| accounts.name(*account).institution.is_empty()).count();
    let numbers_of = |account| accounts.name(account).number;
    // In the order of the accounts, which is that of their numbers here.
    let mut ibans: Vec<(&str, Named)> = (accounts.ids().take(without).map(numbers_of))
        .filter(|number| is_iban(number.as_bytes()))
        .map(|number| (number, Named::Nowhere))
        .collect();
    if ibans.is_empty() {
        return Ok(accounts);
    }
    for account in accounts.ids().skip(without) {
        if let Ok(place) = ibans.binary_search_by_key(&numbers_of(account), |(number, _)| number) {
            let named = &mut ibans[place].1;
            *named = if let Named::Nowhere = named { Named::At(account.0) } else { Named::Several };
        }
    }
    let only = |account| match ibans.binary_search_by_key(&numbers_of(account), |(number, _)| number) {
        Ok(place) => match ibans[place].1 {
            Named::At(other) => Some(other),
            Named::Nowhere | Named::Several => None,
        },
        Err(_) => None,
    };
    let mut joined = AccountTable::default();
    let mut numbers = vec![0; accounts.len()];
    let mut last = None;
    for account in accounts.ids() {
        let name = accounts.name(account);
        if account.index() < without && only(account).is_some() {
            continue;
        }
        if last != Some(name.institution) {
            joined.institutions.push(name.institution.as_bytes())?;
            last = Some(name.institution);
        }
        joined.institution.push(joined.institutions.len() as u32 - 1);
        numbers[account.index()] = joined.numbers.push(name.number.as_bytes())?;
    }
    for account in accounts.ids().take(without) {
        if let Some(other) = only(account) {
            numbers[account.index()] = numbers[other as usize];
        }
    }
    for id in lanes.iter_mut().flatten() {
        *id = numbers[*id as usize];
    }
    Ok(joined)
}

/// Where an IBAN is named with an institution.
enum Named {
    Nowhere,
    At(u32),
    Several,
}

#[cfg(test)]
mod tests {
    use crate::ledger::{AccountRef, LedgerBuilder, Transaction};
    use crate::model::{Amount, Currency, Timestamp};

    const ONE: &str = "NL91ABNA0417164300";
    const TWO: &str = "GB33BUKB20201555555555";

    // The accounts of a ledger, and the payers of its rows by turns with the receivers.
    fn ledger(rows: &[[(&str, &str); 2]]) -> (Vec<String>, Vec<String>) {
        let mut builder = LedgerBuilder::new();
        for (second, [from, to]) in rows.iter().enumerate() {
            let account = |(institution, number)| AccountRef { institution, number };
            let amount = Amount::new(100, Currency::NONE);
            let time = Timestamp(second as i64 * 1000);
            builder.push(&Transaction::new(time, account(*from), account(*to), amount)).unwrap();
        }
        let ledger = builder.finish().unwrap();
        let name = |account| ledger.accounts().name(account).to_string();
        let ends = ledger.rows().flat_map(|row| [name(ledger.from(row)), name(ledger.to(row))]).collect();
        (ledger.accounts().ids().map(name).collect(), ends)
    }

    #[test]
    fn an_iban_without_institution_is_the_account_of_the_only_one_named() {
        let (accounts, ends) =
            ledger(&[[("", ONE), ("A", "7")], [("ABNANL2A", ONE), ("", "7")], [("", "9"), ("", ONE)]]);
        assert_eq!(accounts, ["7", "9", "A:7", &format!("ABNANL2A:{ONE}")]);
        let one = format!("ABNANL2A:{ONE}");
        assert_eq!(ends, [&one, "A:7", &one, "7", "9", &one]);
    }

    #[test]
    fn an_iban_at_several_or_at_none_stays_as_it_is() {
        let rows = [[("", ONE), ("A", ONE)], [("B", ONE), ("", TWO)]];
        let (accounts, ends) = ledger(&rows);
        assert_eq!(accounts, [TWO, ONE, &format!("A:{ONE}"), &format!("B:{ONE}")]);
        assert_eq!(ends[0], ONE);
        let (accounts, _) = ledger(&[[("", ONE), ("A", ONE)], [("A", TWO), ("", TWO)]]);
        assert_eq!(accounts, [format!("A:{TWO}"), format!("A:{ONE}")]);
    }
}
