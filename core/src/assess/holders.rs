//! What rules may know of those who hold the accounts.
//!
//! This is all that the evaluation sees of a register: occupation, line of business, income, days of opening, contact data,
//! addresses and relations. Nationality, citizenship, sex, places and days of birth are
//! not read, so no rule can depend on them.

use super::ties::Ties;
use crate::joined::AccountOwners;
use crate::ledger::Ledger;
use crate::model::{AccountId, Amount, DateKind, FactKind, PartialDate, PartyId, RelationKind, Span, Timestamp};
use crate::ownership::Ownership;
use crate::parties::keys::KeySpace;
use crate::parties::{PartyRegister, PropertyPlace};
use crate::read::plain_words;
use crate::typology::{self, Need};

/// What is known of the holders of a ledger's accounts.
#[derive(Debug, Default)]
pub struct Holders {
    // Of each account, its holders in order, as ranges of one list.
    starts: Vec<u32>,
    parties: Vec<PartyId>,
    industries: Vec<Vec<String>>,
    occupations: Vec<String>,
    // Of each address that several parties have, those parties; of each party, its places in that list.
    addresses: Vec<Vec<PartyId>>,
    at: Vec<Vec<u32>>,
    incomes: Vec<Option<Amount>>,
    opened: Vec<Option<Timestamp>>,
    names: Vec<String>,
    groups: Vec<Vec<AccountId>>,
    contacts: Vec<Vec<AccountId>>,
    // Pairs of parties both ways, in order.
    affiliated: Vec<(PartyId, PartyId)>,
    relatives: Vec<(PartyId, PartyId)>,
    ties: Ties,
    known: Vec<Need>,
}

impl Holders {
    /// Gathers it.
    ///
    /// Time: O((accounts + properties + relations) log of them).
    #[must_use]
    pub fn of(register: &PartyRegister, ownership: &Ownership<'_>, owners: &AccountOwners, ledger: &Ledger) -> Self {
        let links = owners.links();
        let mut holders = Self { starts: vec![0], ..Self::default() };
        for account in ledger.accounts().ids() {
            let held = links.held(account);
            let mut own: Vec<PartyId> =
                held.into_iter().flat_map(|held| register.holders(held)).map(|holding| holding.party).collect();
            own.sort_unstable();
            own.dedup();
            let opened = held.into_iter().flat_map(|held| register.holders(held)).filter_map(|holding| holding.opened);
            let customer = own.iter().flat_map(|party| register.dates(*party));
            let customer = customer.filter(|date| date.kind == DateKind::Opened).filter_map(|date| date.date);
            holders.opened.push(opened.map(instant).min().or_else(|| customer.map(instant).min()));
            holders.parties.extend(own);
            holders.starts.push(holders.parties.len() as u32);
        }
        for party in register.ids() {
            let facts = register.facts(party).filter(|fact| fact.kind == FactKind::Industry);
            holders.industries.push(facts.map(|fact| plain_words(fact.text)).collect());
            let mut occupations = register.facts(party).filter(|fact| fact.kind == FactKind::Occupation);
            holders.occupations.push(occupations.next().map_or_else(String::new, |fact| plain_words(fact.text)));
            holders.incomes.push(register.incomes(party).map(|income| income.amount).max_by_key(|amount| amount.units));
            holders.names.push(plain_words(register.title(party)));
        }
        holders.relate(register);
        holders.group(register, ledger);
        holders.ties = Ties::of(register, ownership, owners, ledger);
        holders.settle(register);
        holders
    }

    fn relate(&mut self, register: &PartyRegister) {
        let mut controls: Vec<(PartyId, PartyId)> = Vec::new();
        for relation in register.relation_ids().map(|id| register.relation(id)) {
            let Some(first) = relation.first else { continue };
            match relation.told.kind {
                RelationKind::Owns | RelationKind::Controls | RelationKind::Directs | RelationKind::Represents => {
                    controls.push((first, relation.second));
                    self.affiliated.extend([(first, relation.second), (relation.second, first)]);
                }
                RelationKind::SameAs => {
                    self.affiliated.extend([(first, relation.second), (relation.second, first)]);
                }
                RelationKind::Family => {
                    self.relatives.extend([(first, relation.second), (relation.second, first)]);
                }
                RelationKind::Associate | RelationKind::Employs | RelationKind::LinkedTo => {}
            }
        }
        controls.sort_unstable();
        controls.dedup();
        for of_one in controls.chunk_by(|one, two| one.0 == two.0) {
            // Whoever has so many companies is an agent of companies, and ties none of them to another.
            if of_one.len() <= MOST_CONTROLLED {
                for (_, one) in of_one {
                    self.affiliated.extend(of_one.iter().filter(|(_, two)| one != two).map(|(_, two)| (*one, *two)));
                }
            }
        }
        for pairs in [&mut self.affiliated, &mut self.relatives] {
            pairs.sort_unstable();
            pairs.dedup();
        }
    }

    // Accounts that share owner, telephone, electronic mail or address, and those that share contact data alone.
    fn group(&mut self, register: &PartyRegister, ledger: &Ledger) {
        let mut of_party: Vec<(PartyId, AccountId)> = Vec::new();
        for account in ledger.accounts().ids() {
            of_party.extend(self.of_account(account).iter().map(|party| (*party, account)));
        }
        of_party.sort_unstable();
        let accounts_of = |party: PartyId| {
            let begin = of_party.partition_point(|(own, _)| *own < party);
            of_party[begin..].iter().take_while(move |(own, _)| *own == party).map(|(_, account)| *account)
        };
        let mut keyed: Vec<(u32, bool, PartyId)> = register
            .keyed_properties()
            .filter_map(|(party, key, place)| match place {
                PropertyPlace::Contact(_) if register.key_space(key) != Some(KeySpace::Website) => {
                    Some((key.0, true, party))
                }
                PropertyPlace::Address(_) => Some((key.0, false, party)),
                _ => None,
            })
            .collect();
        keyed.sort_unstable();
        keyed.dedup();
        self.at = vec![Vec::new(); register.len()];
        let mut groups: Vec<Vec<AccountId>> = Vec::new();
        for of_key in keyed.chunk_by(|one, two| one.0 == two.0) {
            if !of_key[0].1 && of_key.len() > 1 {
                let place = self.addresses.len() as u32;
                of_key.iter().for_each(|(.., party)| self.at[party.index()].push(place));
                self.addresses.push(of_key.iter().map(|(.., party)| *party).collect());
            }
            let mut accounts: Vec<AccountId> = of_key.iter().flat_map(|(.., party)| accounts_of(*party)).collect();
            accounts.sort_unstable();
            accounts.dedup();
            if accounts.len() > 1 {
                if of_key[0].1 {
                    self.contacts.push(accounts.clone());
                }
                groups.push(accounts);
            }
        }
        for of_one in of_party.chunk_by(|one, two| one.0 == two.0).filter(|accounts| accounts.len() > 1) {
            groups.push(of_one.iter().map(|(_, account)| *account).collect());
        }
        for groups in [&mut groups, &mut self.contacts] {
            groups.sort_unstable();
            groups.dedup();
        }
        self.groups = groups;
    }

    fn settle(&mut self, register: &PartyRegister) {
        let mut add = |when: bool, need: Need| {
            if when {
                self.known.push(need);
            }
        };
        let contacts = register.ids().any(|party| register.contacts(party).len() > 0);
        let addresses = register.ids().any(|party| register.addresses(party).len() > 0);
        add(!self.parties.is_empty(), Need::Holders);
        add(self.industries.iter().any(|own| !own.is_empty()), Need::Industry);
        add(self.occupations.iter().any(|own| !own.is_empty()), Need::Occupation);
        add(self.incomes.iter().any(Option::is_some), Need::Income);
        add(self.opened.iter().any(Option::is_some), Need::Opened);
        add(contacts, Need::Contact);
        add(addresses, Need::Address);
        add(!self.affiliated.is_empty(), Need::Ownership);
        add(!self.relatives.is_empty(), Need::Family);
        add(self.ties.has_exposed(), Need::Exposure);
        add(self.ties.has_public(), Need::PublicBody);
    }

    /// Whether such data is there at all.
    pub(super) fn has(&self, need: Need) -> bool {
        self.known.contains(&need)
    }

    pub(super) fn of_account(&self, account: AccountId) -> &[PartyId] {
        let at = account.index();
        match self.starts.get(at..at + 2) {
            Some(bounds) => &self.parties[bounds[0] as usize..bounds[1] as usize],
            None => &[],
        }
    }

    /// The lines of business of an account's holders, in plain words.
    pub(super) fn industries(&self, account: AccountId) -> impl Iterator<Item = &str> {
        self.of_account(account).iter().flat_map(|party| &self.industries[party.index()]).map(String::as_str)
    }

    /// The occupation of an account's first holder, or without one the line of business, in plain words; empty for neither.
    pub(super) fn calling(&self, account: AccountId) -> &str {
        let Some(party) = self.of_account(account).first() else { return "" };
        match self.occupations[party.index()].as_str() {
            "" => self.industries[party.index()].first().map_or("", String::as_str),
            occupation => occupation,
        }
    }

    /// The most parties that are at one address of a holder of the account, that holder counted; only those in a line of
    /// business that counts, where that is asked.
    pub(super) fn at_address(&self, account: AccountId, counts: Option<&dyn Fn(&str) -> bool>) -> u32 {
        let fits = |party: &&PartyId| {
            counts.is_none_or(|counts| self.industries[party.index()].iter().any(|industry| counts(industry)))
        };
        let places = self.of_account(account).iter().flat_map(|party| &self.at[party.index()]);
        let sizes = places.map(|place| self.addresses[*place as usize].iter().filter(fits).count() as u32);
        sizes.max().unwrap_or(0)
    }

    /// The name of an account's first holder, in plain words.
    pub(super) fn name(&self, account: AccountId) -> &str {
        self.of_account(account).first().map_or("", |party| &self.names[party.index()])
    }

    /// The greatest stated monthly income of an account's holders.
    pub(super) fn income(&self, account: AccountId) -> Option<Amount> {
        let incomes = self.of_account(account).iter().filter_map(|party| self.incomes[party.index()]);
        incomes.max_by_key(|amount| amount.units)
    }

    /// When the account was opened.
    pub(super) fn opened(&self, account: AccountId) -> Option<Timestamp> {
        self.opened.get(account.index()).copied().flatten()
    }

    /// Accounts that share owner, telephone, electronic mail or address, each group once.
    pub(super) fn groups(&self) -> &[Vec<AccountId>] {
        &self.groups
    }

    /// Accounts that share contact data, each group once.
    pub(super) fn contacts(&self) -> &[Vec<AccountId>] {
        &self.contacts
    }

    /// Who has a say in whom.
    pub(super) fn ties(&self) -> &Ties {
        &self.ties
    }

    /// Whether two accounts have a holder in common.
    pub(super) fn share_one(&self, one: AccountId, two: AccountId) -> bool {
        let others = self.of_account(two);
        self.of_account(one).iter().any(|party| others.contains(party))
    }

    /// Whether the holders of two accounts are that to each other.
    pub(super) fn are(&self, one: AccountId, two: AccountId, kind: typology::Holders) -> bool {
        let (own, others) = (self.of_account(one), self.of_account(two));
        let tied = |pairs: &[(PartyId, PartyId)]| {
            own.iter().any(|one| others.iter().any(|two| pairs.binary_search(&(*one, *two)).is_ok()))
        };
        let same = || own.iter().any(|party| others.contains(party));
        match kind {
            typology::Holders::Affiliated => same() || tied(&self.affiliated),
            typology::Holders::Relatives => tied(&self.relatives),
            typology::Holders::Unrelated => {
                let known = !own.is_empty() || !others.is_empty();
                let tied = same() || tied(&self.affiliated) || tied(&self.relatives);
                known && !tied
            }
        }
    }
}

// A party that controls more companies than this ties none of them together.
const MOST_CONTROLLED: usize = 50;

fn instant(date: PartialDate) -> Timestamp {
    Timestamp(i64::from(date.first_day()) * Span::DAY.0)
}
