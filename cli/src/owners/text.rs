//! What is known of owners, as text.

use super::tree::{name, tree};
use crate::inspect::section;
use crate::table::{self, Align, count, many};
use crate::terminal::{self, safe};
use quipu::model::{CountryKind, PartyId, RelationId, percentage};
use quipu::ownership::{
    Balance, Basis, Certainty, EndKind, Holder, JointTie, Jurisdictions, ListStatus, Owner, Owners, Part, Sign,
    SignKind,
};
use quipu::parties::PartyRegister;

/// A party by its name and what its source calls it.
pub(super) fn party(register: &PartyRegister, party: PartyId) -> String {
    let (title, id) = (register.title(party), register.called(party).id);
    let title = table::cut(&safe(title), 60);
    if register.title(party) == id { title } else { format!("{title} [{}]", table::cut(&safe(id), 24)) }
}

/// The same with what it is and where it is registered.
pub(super) fn party_with_country(register: &PartyRegister, id: PartyId) -> String {
    format!("{}, {}", party(register, id), described(register, id))
}

/// What a party is, and where: `company, VG`.
pub(super) fn described(register: &PartyRegister, party: PartyId) -> String {
    let mut text = match register.kind(party).name() {
        "unknown" => "kind not told".to_owned(),
        kind => kind.to_owned(),
    };
    let mut countries: Vec<String> = Vec::new();
    for country in register.countries(party) {
        if matches!(country.kind, CountryKind::Jurisdiction | CountryKind::Linked | CountryKind::Residence) {
            let code = country.code.map(|code| code.code().to_owned()).unwrap_or_else(|| safe(country.text));
            if !countries.contains(&code) {
                countries.push(code);
            }
        }
    }
    for country in countries.iter().take(3) {
        text += &format!(", {}", table::cut(country, 24));
    }
    if register.listings(party).next().is_some() {
        text += ", on a list";
    }
    if register.exposures(party).any(|exposure| exposure.exposed) {
        text += ", politically exposed";
    }
    text
}

/// Why a source does not name somebody, in its words.
pub(super) fn why_not_told(register: &PartyRegister, relation: RelationId) -> String {
    let told = register.relation(relation).told;
    let words = if told.unspecified.is_empty() { told.role } else { told.unspecified };
    format!("somebody who is not named: {}", table::cut(&safe(words), 60))
}

/// Where relations stand: `owners.csv:3`, the first two of them.
pub(super) fn places(register: &PartyRegister, relations: &[RelationId]) -> String {
    let place = |id: &RelationId| {
        let source = register.relation(*id).source;
        let file = register.inputs().get(source.file.index()).map_or("", String::as_str);
        let file = file.rsplit(['/', '\\']).next().unwrap_or_default();
        format!("{}:{}", table::cut(&safe(file), 32), source.record)
    };
    let mut sorted = relations.to_vec();
    sorted.sort_unstable();
    let mut all: Vec<String> = sorted.iter().map(place).collect();
    all.dedup();
    let more = all.len().saturating_sub(2);
    all.truncate(2);
    if more > 0 { format!("{} and {more} more", all.join(", ")) } else { all.join(", ") }
}

pub(super) fn text(register: &PartyRegister, owners: &Owners, jurisdictions: &Jurisdictions) -> String {
    let mut text = format!("{}\n", terminal::heading("Owners and theirs"));
    text += &tree(register, owners);
    text += &same(register, owners);
    text += &format!("\n{}\n", terminal::heading("Persons"));
    text += &persons(register, owners);
    if !owners.ends.is_empty() {
        text += &section("where chains end otherwise");
        text += &ends(register, owners);
    }
    text += &left(register, owners);
    if !owners.joint.is_empty() {
        text += &format!("\n{}\n", terminal::heading("Who may act together"));
        text += &together(register, owners);
    }
    if !owners.signs.is_empty() {
        text += &format!("\n{}\n", terminal::heading("Signs"));
        text += &signs(register, owners, jurisdictions);
    }
    text
}

fn same(register: &PartyRegister, owners: &Owners) -> String {
    let several = owners.upstream.iter().filter(|one| one.same.len() > 1);
    let line = |one: &quipu::ownership::Upstreamer| {
        let others: Vec<String> =
            one.same.iter().filter(|other| **other != one.party).map(|other| party(register, *other)).collect();
        format!("  {} is also, in the eyes of a source: {}\n", party(register, one.party), others.join(", "))
    };
    several.map(line).collect()
}

fn persons(register: &PartyRegister, owners: &Owners) -> String {
    if owners.owners.is_empty() {
        let said = if owners.nobody.is_empty() { "" } else { "; a source declares that there is no beneficial owner" };
        let place =
            if owners.nobody.is_empty() { String::new() } else { format!(" [{}]", places(register, &owners.nobody)) };
        return format!("  none is told{said}{place}\n");
    }
    let rows: Vec<Vec<String>> = owners
        .owners
        .iter()
        .map(|owner| {
            let mut who = name(register, owner.holder);
            if !owner.is_person && matches!(owner.holder, Holder::Party(_)) {
                who += ", kind not told";
            }
            if let (Some(why), Holder::Party(_)) = (&owner.undisclosed, owner.holder) {
                who += &format!(" ({})", table::cut(&safe(why), 60));
            }
            let mut cells = vec![verdict(owner), who, format!("shares {}", owner.shares)];
            cells.extend(owner.votes.as_ref().map(|votes| format!("votes {votes}")));
            let controls = match owner.control.controls {
                Some(Certainty::Certain) => ", controls",
                Some(Certainty::Possible) => ", may control",
                None => "",
            };
            cells.push(format!("decides {}{controls}", owner.control.decides));
            cells.push(grounds(owner));
            cells
        })
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let percent = percentage(owners.parameters.threshold);
    let mut text = table::columns(&vec![Align::Left; width], &rows);
    text += &format!("  beneficial owner: {percent} % or more, or control\n");
    if owners.ended > 0 {
        text += &format!(
            "  {} over, or had not begun: not counted\n",
            many(owners.ended, "relation was", "relations were")
        );
    }
    if !owners.declared.is_empty() {
        let declared = many(owners.declared.len() as u64, "interest is", "interests are");
        text += &format!(
            "  {declared} declared beside, through others or of another kind, and not counted: --json lists them\n"
        );
    }
    text
}

fn verdict(owner: &Owner) -> String {
    match owner.is_beneficial() {
        Some(Certainty::Certain) => "beneficial owner",
        Some(Certainty::Possible) => "may be one",
        None => "below",
    }
    .to_owned()
}

fn grounds(owner: &Owner) -> String {
    let tests = [("shares", owner.by_shares), ("votes", owner.by_votes), ("control", owner.by_control)];
    let mut grounds: Vec<&str> = tests
        .iter()
        .filter(|(_, sure)| sure.is_some() && *sure == owner.is_beneficial())
        .map(|(name, _)| *name)
        .collect();
    if owner.by_declaration {
        grounds.push("declaration");
    }
    if grounds.is_empty() { String::new() } else { format!("by {}", grounds.join(", ")) }
}

fn ends(register: &PartyRegister, owners: &Owners) -> String {
    let rows: Vec<Vec<String>> = (owners.ends.iter())
        .map(|end| {
            let why = match end.kind {
                EndKind::Untold => "nobody tells who owns it",
                EndKind::Undisclosed => "not told what it is",
                EndKind::PublicBody => "a public body",
                EndKind::Listed => "its shares are traded on an exchange",
                EndKind::TooDeep => "too deep to be looked into",
            };
            let words = end.undisclosed.as_deref().map(|words| format!(": {}", table::cut(&safe(words), 60)));
            let mut cells = vec![party(register, end.party), format!("shares {}", end.shares)];
            cells.extend(end.votes.as_ref().map(|votes| format!("votes {votes}")));
            cells.push(format!("{why}{}", words.unwrap_or_default()));
            cells
        })
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    table::inner_columns(&vec![Align::Left; width], &rows)
}

// What no one is told to own, circles, and what is told of more than the whole.
fn left(register: &PartyRegister, owners: &Owners) -> String {
    let mut text = String::new();
    for balance in [Some(&owners.shares), owners.votes.as_ref()].into_iter().flatten() {
        text += &one_balance(register, balance);
    }
    text
}

fn one_balance(register: &PartyRegister, balance: &Balance) -> String {
    let interest = balance.interest.name();
    let mut text = format!("  unexplained: {} of the {interest}\n", balance.remainder);
    for gap in &balance.gaps {
        let part = |part: &Part| part.to_string();
        text += &format!(
            "    {} of {} is not told: {}\n",
            part(&gap.untold),
            party(register, gap.company),
            part(&gap.part)
        );
    }
    for circle in &balance.circles {
        let parties: Vec<String> = circle.parties.iter().map(|one| party(register, *one)).collect();
        text += &match &circle.closed {
            Some(part) => format!(
                "  {} own each other as a whole: nobody owns the {part} of the {interest} that they have (no solution)\n",
                parties.join(", ")
            ),
            None => format!("  in a circle, by {interest}: {}\n", parties.join(", ")),
        };
    }
    for over in &balance.oversubscribed {
        let told = percentage(u32::try_from(over.told).unwrap_or(u32::MAX));
        text += &format!(
            "  of {} {told} % of the {interest} are told, more than there are: each is taken as a range\n",
            party(register, over.company)
        );
    }
    text
}

fn together(register: &PartyRegister, owners: &Owners) -> String {
    let mut text = String::new();
    for joint in &owners.joint {
        let members: Vec<String> = joint.members.iter().map(|member| party(register, *member)).collect();
        let votes = joint.votes.as_ref().map(|votes| format!(", votes {votes}")).unwrap_or_default();
        let controls = match joint.control.controls {
            Some(Certainty::Certain) => ", and control",
            Some(Certainty::Possible) => ", and may control",
            None => "",
        };
        text += &format!(
            "  {}: together shares {}{votes}, decide {}{controls}\n",
            members.join(" and "),
            joint.shares,
            joint.control.decides
        );
        for (one, two, tie) in &joint.ties {
            let tie = match tie {
                JointTie::Relation(relation) => {
                    let told = register.relation(*relation).told;
                    let role = if told.role.is_empty() { told.kind.name() } else { told.role };
                    format!("{} [{}]", table::cut(&safe(role), 40), places(register, &[*relation]))
                }
                JointTie::Shares(key) => format!("both: {}", table::cut(&safe(&register.key_text(*key)), 60)),
            };
            text += &format!("    {} and {}: {tie}\n", party(register, *one), party(register, *two));
        }
    }
    text
}

fn signs(register: &PartyRegister, owners: &Owners, jurisdictions: &Jurisdictions) -> String {
    let rows: Vec<Vec<String>> = owners
        .signs
        .iter()
        .map(|sign| {
            let parties: Vec<String> = sign.parties.iter().map(|one| party(register, *one)).collect();
            let mut parts = vec![parties.join(", ")];
            parts.extend(sign.key.map(|key| table::cut(&safe(&register.key_text(key)), 60)));
            if let (Some(number), Some(limit)) = (sign.count, sign.limit) {
                parts.push(format!("{} ({} or more)", count(number as u64), count(limit as u64)));
            }
            if !sign.words.is_empty() {
                parts.push(table::cut(&safe(&sign.words), 80));
            }
            let place = places(register, &sign.relations);
            let place = if place.is_empty() { place } else { format!("[{place}]") };
            vec![sign_name(sign).to_owned(), parts.join("; "), place]
        })
        .collect();
    let mut text = table::columns(&[Align::Left; 3], &rows);
    if owners.signs.iter().any(|sign| sign.basis == Basis::Proposed) {
        text += "  measures that are proposed and not quoted: numbers of companies, addresses and layers";
        let proposed: Vec<&str> = (jurisdictions.lists().iter())
            .filter(|list| list.status == ListStatus::Proposed)
            .map(|list| list.id.as_str())
            .collect();
        if !proposed.is_empty() {
            text += &format!("; list {}", proposed.join(", "));
        }
        text.push('\n');
    }
    text
}

fn sign_name(sign: &Sign) -> &'static str {
    match sign.kind {
        SignKind::Nominee => "acts for another",
        SignKind::ManyCompanies => "many companies",
        SignKind::LowIncome => "and a low income",
        SignKind::MassAddress => "mass address",
        SignKind::SecrecyJurisdiction => "secrecy jurisdiction",
        SignKind::Layers => "many layers",
        SignKind::Circle => "own each other",
        SignKind::Dissolved => "dissolved",
        SignKind::Undisclosed => "not named",
        SignKind::Contradiction => "sources differ",
    }
}
