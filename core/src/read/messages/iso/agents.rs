//! Who stands in an element: parties, institutions and their accounts, in the spellings of all versions.

use super::tag::Tag::{self, *};
use super::tree::{At, Tree};
use crate::ledger::LedgerFull;
use crate::read::messages::party::{AddressPart, MessageParties, Origin, Part, PartyRole};
use crate::read::messages::side::{Side, account_number};

/// Where a party stands: right in the element, or in a choice of party and institution.
#[derive(Clone, Copy, Debug)]
pub(super) enum Who {
    Party(At),
    /// A `FinInstnId`, and the element that holds it, where a branch stands beside it.
    Institution(At, At),
}

/// Who an element names; `None` for one that holds nothing.
pub(super) fn who(tree: &Tree, at: At) -> Option<Who> {
    if let Some(agent) = tree.child(at, Agt) {
        return institution_of(tree, agent).map(|id| Who::Institution(id, agent));
    }
    if let Some(id) = institution_of(tree, at) {
        return Some(Who::Institution(id, at));
    }
    let party = tree.child(at, Pty).unwrap_or(at);
    tree.children(party).next().map(|_| Who::Party(party))
}

// The identification of an institution, which the first versions wrap once more.
fn institution_of(tree: &Tree, at: At) -> Option<At> {
    let id = tree.child(at, FinInstnId)?;
    Some(tree.child(id, CmbndId).unwrap_or(id))
}

/// The texts by which an institution is known: its BIC, its membership of a clearing system, LEI, name, another identifier.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Institution<'a> {
    pub(super) bic: &'a [u8],
    system: &'a [u8],
    member: &'a [u8],
    lei: &'a [u8],
    name: &'a [u8],
    other: &'a [u8],
    country: &'a [u8],
    town: &'a [u8],
    branch: &'a [u8],
}

impl<'a> Institution<'a> {
    /// What is said of the institution in an element such as `DbtrAgt`.
    pub(super) fn of(tree: &'a Tree, at: Option<At>) -> Self {
        let Some((at, id)) = at.and_then(|at| institution_of(tree, at).map(|id| (at, id))) else {
            return Self::default();
        };
        Self::identified(tree, id, at)
    }

    /// What is said in a `FinInstnId`, of a branch in the element that holds it.
    pub(super) fn identified(tree: &'a Tree, id: At, holder: At) -> Self {
        let member = tree.child(id, ClrSysMmbId);
        let text = |at: Option<At>, paths: &[&[Tag]]| at.map_or(b"".as_slice(), |at| tree.first_text(at, paths));
        Self {
            bic: tree.first_text(id, &[&[BICFI], &[BIC], &[AnyBIC], &[BICOrBEI]]),
            system: text(member, &[&[ClrSysId, Cd], &[ClrSysId, Prtry]]),
            member: text(member, &[&[MmbId], &[Id], &[Prtry]]),
            lei: tree.text_of(id, &[LEI]),
            name: tree.first_text(id, &[&[Nm], &[NmAndAdr, Nm]]),
            other: tree.first_text(id, &[&[Othr, Id], &[PrtryId, Id]]),
            country: tree.first_text(id, &[&[PstlAdr, Ctry], &[NmAndAdr, PstlAdr, Ctry]]),
            town: tree.first_text(id, &[&[PstlAdr, TwnNm], &[NmAndAdr, PstlAdr, TwnNm]]),
            branch: tree.first_text(holder, &[&[BrnchId, Id], &[BrnchId, Nm]]),
        }
    }

    /// Sets the institution of a side, and its branch.
    pub(super) fn put(&self, side: &mut Side) {
        side.branch.clear();
        side.branch.extend_from_slice(self.branch);
        if !self.bic.is_empty() {
            return side.set_bic(self.bic);
        }
        side.institution.clear();
        if !self.member.is_empty() {
            side.institution.extend_from_slice(self.system);
            if !self.system.is_empty() {
                side.institution.push(b' ');
            }
            side.institution.extend_from_slice(self.member);
        } else {
            let known = [self.lei, self.name, self.other].into_iter().find(|text| !text.is_empty());
            side.institution.extend_from_slice(known.unwrap_or_default());
        }
    }
}

/// The number of the account in an element such as `DbtrAcct`; empty where there is none.
pub(super) fn number(tree: &Tree, account: Option<At>) -> &[u8] {
    let Some(at) = account else { return b"" };
    let paths: &[&[Tag]] = &[
        &[Id, IBAN],
        &[Id, Othr, Id],
        &[Id, BBAN],
        &[Id, UPIC],
        &[Id, PrtryAcct, Id],
        // A phone number or another alias, where it stands for the account.
        &[Prxy, Id],
    ];
    tree.first_text(at, paths)
}

/// Fills a side from a party, its account and its institution.
pub(super) fn fill(side: &mut Side, tree: &Tree, party: Option<At>, account: Option<At>, agent: Option<At>) {
    let institution = Institution::of(tree, agent);
    institution.put(side);
    side.set_account(number(tree, account));
    let mut bic = institution.bic;
    match party.and_then(|at| who(tree, at)) {
        Some(Who::Party(at)) => {
            side.set_name(tree.text_of(at, &[Nm]));
            side.set_name(tree.first_text(at, &[&[Id, OrgId, AnyBIC], &[Id, OrgId, BICOrBEI], &[Id, OrgId, BIC]]));
            side.set_name(tree.first_text(at, &[&[Id, OrgId, LEI], &[Id, OrgId, Othr, Id], &[Id, PrvtId, Othr, Id]]));
            side.set_name(tree.text_of(account.unwrap_or(at), &[Nm]));
            side.country.extend_from_slice(tree.first_text(at, &[&[PstlAdr, Ctry], &[CtryOfRes]]));
            side.place.extend_from_slice(tree.text_of(at, &[PstlAdr, TwnNm]));
        }
        Some(Who::Institution(id, holder)) => {
            let own = Institution::identified(tree, id, holder);
            side.country.extend_from_slice(own.country);
            side.place.extend_from_slice(own.town);
            if side.institution.is_empty() {
                own.put(side);
                side.set_own();
            } else {
                side.set_name(own.bic);
                side.set_name(own.name);
                side.set_name(own.member);
            }
            if bic.is_empty() {
                bic = own.bic;
            }
        }
        None => {}
    }
    side.settle_country(bic);
}

/// Names the party of an element in a role, with its account and institution.
pub(super) fn name(
    parties: &mut MessageParties,
    tree: &Tree,
    (role, covered): (PartyRole, bool),
    party: Option<At>,
    account: Option<At>,
    agent: Option<At>,
    origin: Origin,
) -> Result<(), LedgerFull> {
    let found = party.and_then(|at| who(tree, at));
    let number = number(tree, account);
    if !number.is_empty() {
        let mut side = Side::default();
        Institution::of(tree, agent).put(&mut side);
        if let (true, Some(Who::Institution(id, holder))) = (side.institution.is_empty(), found) {
            Institution::identified(tree, id, holder).put(&mut side);
        }
        parties.put(Part::Institution, &side.institution);
        parties.put(Part::Number, &account_number(number));
    }
    if let Some(at) = account {
        parties.put(Part::AccountName, tree.text_of(at, &[Nm]));
    }
    match found {
        Some(Who::Party(at)) => describe_party(parties, tree, at),
        Some(Who::Institution(id, holder)) => describe_institution(parties, tree, id, holder),
        None => {}
    }
    parties.name(role, covered, origin)
}

fn describe_party(parties: &mut MessageParties, tree: &Tree, at: At) {
    for child in tree.children(at) {
        match tree.tag(child) {
            Nm => parties.put(Part::Name, tree.text(child)),
            PstlAdr => describe_address(parties, tree, child),
            CtryOfRes => parties.put(Part::Residence, tree.text(child)),
            CtctDtls => {
                for contact in tree.children(child) {
                    match tree.tag(contact) {
                        PhneNb | MobNb => parties.put(Part::Phone, tree.text(contact)),
                        EmailAdr => parties.put(Part::Email, tree.text(contact)),
                        _ => {}
                    }
                }
            }
            Id => describe_identity(parties, tree, child),
            _ => {}
        }
    }
}

fn describe_identity(parties: &mut MessageParties, tree: &Tree, at: At) {
    for kind in tree.children(at) {
        match tree.tag(kind) {
            OrgId => parties.put(Part::Organisation, b"yes"),
            PrvtId => parties.put(Part::Person, b"yes"),
            _ => continue,
        }
        for child in tree.children(kind) {
            describe_identifier(parties, tree, child);
        }
    }
}

fn describe_identifier(parties: &mut MessageParties, tree: &Tree, at: At) {
    match tree.tag(at) {
        DtAndPlcOfBirth => {
            parties.put(Part::BirthDate, tree.text_of(at, &[BirthDt]));
            parties.put(Part::BirthRegion, tree.text_of(at, &[PrvcOfBirth]));
            parties.put(Part::BirthTown, tree.text_of(at, &[CityOfBirth]));
            parties.put(Part::BirthCountry, tree.text_of(at, &[CtryOfBirth]));
        }
        Othr | OthrId | PrtryId => {
            let scheme = tree.first_text(at, &[&[SchmeNm, Cd], &[SchmeNm, Prtry], &[IdTp]]);
            identifier(parties, scheme, tree.text_of(at, &[Issr]), tree.text_of(at, &[Id]));
        }
        AnyBIC | BICOrBEI | BIC | BICFI => identifier(parties, b"BIC", b"", tree.text(at)),
        // The first versions have an element for each kind; the next has its issuer beside it.
        tag @ (LEI | BEI | IBEI | EANGLN | USCHU | DUNS | BkPtyId | TaxIdNb | DrvrsLicNb | CstmrNb | SclSctyNb
        | AlnRegnNb | PsptNb | IdntyCardNb | MplyrIdNb) => {
            identifier(parties, tag.name().as_bytes(), b"", tree.text(at));
        }
        _ => {}
    }
}

fn identifier(parties: &mut MessageParties, scheme: &[u8], issuer: &[u8], value: &[u8]) {
    if !value.is_empty() {
        parties.put(Part::Scheme, scheme);
        parties.put(Part::Issuer, issuer);
        parties.put(Part::Identifier, value);
    }
}

fn describe_institution(parties: &mut MessageParties, tree: &Tree, id: At, holder: At) {
    let said = Institution::identified(tree, id, holder);
    parties.put(Part::Name, said.name);
    if let Some(address) = tree.child(id, PstlAdr).or_else(|| tree.find(id, &[NmAndAdr, PstlAdr])) {
        describe_address(parties, tree, address);
    }
    identifier(parties, b"BIC", b"", said.bic);
    identifier(parties, said.system, b"", said.member);
    identifier(parties, b"LEI", b"", said.lei);
    for other in tree.children(id).filter(|child| matches!(tree.tag(*child), Othr | PrtryId)) {
        describe_identifier(parties, tree, other);
    }
    parties.put(Part::Branch, said.branch);
}

fn describe_address(parties: &mut MessageParties, tree: &Tree, at: At) {
    for child in tree.children(at) {
        let part = match tree.tag(child) {
            AdrLine => Part::Address(AddressPart::Line),
            Dept => Part::Address(AddressPart::Department),
            SubDept => Part::Address(AddressPart::SubDepartment),
            StrtNm => Part::Address(AddressPart::Street),
            BldgNb => Part::Address(AddressPart::BuildingNumber),
            BldgNm => Part::Address(AddressPart::BuildingName),
            Flr => Part::Address(AddressPart::Floor),
            Room => Part::Address(AddressPart::Room),
            PstBx => Part::Address(AddressPart::PostBox),
            PstCd => Part::Address(AddressPart::PostCode),
            TwnLctnNm => Part::Address(AddressPart::TownLocation),
            DstrctNm => Part::Address(AddressPart::District),
            CtrySubDvsn => Part::Address(AddressPart::Region),
            TwnNm => Part::Town,
            Ctry => Part::Country,
            _ => continue,
        };
        parties.put(part, tree.text(child));
    }
}
