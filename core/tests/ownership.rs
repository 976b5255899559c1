//! Registers in `ownership/` beside who owns each company in them, worked out by hand before it was written down.
//!
//! A case is a file, or a folder of files that are read as one register. UPDATE=1 writes the expectations anew: read the
//! difference before it is kept.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stderr,
    reason = "cases are files beside the test, and others where a variable names them"
)]

use quipu::model::{PartyId, PartyKind, RelationId, RelationKind};
use quipu::ownership::{
    Certainty, Control, Holder, JointTie, Jurisdictions, Owners, Ownership, Parameters, Part, StakeId,
};
use quipu::parties::PartyRegister;
use quipu::read::parties::{PartyOptions, PartyReading};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

fn read(case: &Path) -> PartyRegister {
    let mut paths = vec![case.to_owned()];
    if case.is_dir() {
        paths = fs::read_dir(case).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
    }
    let mut reading = PartyReading::new(PartyOptions::default());
    for path in paths {
        reading.begin(path.file_name().unwrap().to_string_lossy()).unwrap();
        reading.push(&fs::read(&path).unwrap()).unwrap();
        let report = reading.end().unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        assert_eq!(report.rejections(), 0, "{}: {:?}", path.display(), report.first_rejections);
    }
    reading.finish().unwrap()
}

struct Teller<'a> {
    register: &'a PartyRegister,
    owners: &'a Owners,
}

impl Teller<'_> {
    fn party(&self, party: PartyId) -> &str {
        self.register.called(party).id
    }

    fn parties(&self, parties: &[PartyId]) -> String {
        parties.iter().map(|party| self.party(*party)).collect::<Vec<_>>().join(" ")
    }

    fn holder(&self, holder: Holder) -> &str {
        match holder {
            Holder::Party(party) => self.party(party),
            Holder::Unnamed(_) => "(unnamed)",
        }
    }

    fn relations(&self, relations: &[RelationId]) -> String {
        let place = |id: &RelationId| {
            let relation = self.register.relation(*id);
            format!("{}:{}", self.register.inputs()[relation.source.file.index()], relation.source.record)
        };
        relations.iter().map(place).collect::<Vec<_>>().join(" ")
    }

    fn stake(&self, id: &StakeId) -> String {
        let stake = self.owners.stake(*id);
        let told = if stake.told { "" } else { ", not told" };
        let contradicted = if stake.contradicted { ", contradicted" } else { "" };
        let (holder, company) = (self.holder(stake.holder), self.party(stake.company));
        format!(
            "{holder} has {} of the {} of {company}{told}{contradicted} [{}]",
            stake.share,
            stake.interest.name(),
            self.relations(&stake.relations)
        )
    }

    fn exactly(part: &Part) -> String {
        let exact = part.least.written(30).filter(|text| part.is_exact() && text.contains('/'));
        let percent = part.to_string();
        match exact.filter(|_| percent.starts_with("about")) {
            Some(exact) => format!("{percent} ({exact})"),
            None => percent,
        }
    }

    fn control(&self, control: &Control, text: &mut String) {
        let controls = control.controls.map(|sure| format!(", controls: {sure:?}")).unwrap_or_default();
        writeln!(text, "    decides {}{controls}", control.decides).unwrap();
        for step in &control.chain {
            let by = step.certainty.map_or("no majority".to_owned(), |sure| format!("{sure:?}"));
            let relations = if step.relations.is_empty() { String::new() } else { self.relations(&step.relations) };
            writeln!(text, "      {}: {}, {by} {relations}", self.party(step.company), step.share).unwrap();
        }
    }

    fn all(&self) -> String {
        let mut text = String::new();
        let owners = self.owners;
        let sure = |sure: Option<Certainty>| sure.map_or("no".to_owned(), |sure| format!("{sure:?}"));
        writeln!(text, "{}", self.party(owners.company)).unwrap();
        for stake in (0..owners.stakes.len() as u32).map(StakeId) {
            writeln!(text, "  {}", self.stake(&stake)).unwrap();
        }
        for one in owners.upstream.iter().filter(|one| one.same.len() > 1) {
            writeln!(text, "  the same: {}", self.parties(&one.same)).unwrap();
        }
        for (what, relations) in
            [("controls", &owners.controls), ("declared", &owners.declared), ("nobody", &owners.nobody)]
        {
            if !relations.is_empty() {
                writeln!(text, "  {what} {}", self.relations(relations)).unwrap();
            }
        }
        if owners.ended > 0 {
            writeln!(text, "  ended {}", owners.ended).unwrap();
        }
        for owner in &owners.owners {
            let kind = if owner.is_person { "person" } else { "of unknown kind" };
            let votes =
                owner.votes.as_ref().map(|votes| format!(", votes {}", Self::exactly(votes))).unwrap_or_default();
            let who = self.holder(owner.holder);
            writeln!(text, "  owner {who}, {kind}: shares {}{votes}", Self::exactly(&owner.shares)).unwrap();
            if let Some(why) = &owner.undisclosed {
                writeln!(text, "    undisclosed: {why}").unwrap();
            }
            let tests = [owner.by_shares, owner.by_votes, owner.by_control].map(sure);
            let said = if owner.by_declaration { ", and declared" } else { "" };
            writeln!(text, "    beneficial by shares {}, votes {}, control {}{said}", tests[0], tests[1], tests[2])
                .unwrap();
            if !owner.declared.is_empty() {
                writeln!(text, "    declared {}", self.relations(&owner.declared)).unwrap();
            }
            self.control(&owner.control, &mut text);
        }
        for end in &owners.ends {
            let votes = end.votes.as_ref().map(|votes| format!(", votes {}", Self::exactly(votes))).unwrap_or_default();
            writeln!(
                text,
                "  end {} {:?}: shares {}{votes}",
                self.party(end.party),
                end.kind,
                Self::exactly(&end.shares)
            )
            .unwrap();
            self.control(&end.control, &mut text);
        }
        for balance in [Some(&owners.shares), owners.votes.as_ref()].into_iter().flatten() {
            let interest = balance.interest.name();
            writeln!(text, "  {interest} unexplained {}", Self::exactly(&balance.remainder)).unwrap();
            for gap in &balance.gaps {
                let company = self.party(gap.company);
                writeln!(
                    text,
                    "    of {company} {}, which is {}",
                    Self::exactly(&gap.untold),
                    Self::exactly(&gap.part)
                )
                .unwrap();
            }
            for circle in &balance.circles {
                let closed = circle.closed.as_ref().map(|part| format!(", closed with {part}")).unwrap_or_default();
                writeln!(text, "    circle {}{closed}", self.parties(&circle.parties)).unwrap();
            }
            for over in &balance.oversubscribed {
                writeln!(text, "    of {} {} parts are told", self.party(over.company), over.told).unwrap();
            }
        }
        for joint in &owners.joint {
            let votes = joint.votes.as_ref().map(|votes| format!(", votes {votes}")).unwrap_or_default();
            let (members, shares) = (self.parties(&joint.members), Self::exactly(&joint.shares));
            writeln!(text, "  together {members}: shares {shares}{votes}, {:?}", joint.reaches).unwrap();
            for (one, two, tie) in &joint.ties {
                let tie = match tie {
                    JointTie::Relation(relation) => self.relations(&[*relation]),
                    JointTie::Shares(key) => self.register.key(*key).to_owned(),
                };
                writeln!(text, "    {} and {}: {tie}", self.party(*one), self.party(*two)).unwrap();
            }
            self.control(&joint.control, &mut text);
        }
        for path in &owners.paths {
            let mut way = String::from(self.party(owners.company));
            for stake in &path.stakes {
                let stake = owners.stake(*stake);
                write!(way, " < {} {}", stake.share, self.holder(stake.holder)).unwrap();
            }
            writeln!(text, "  way {}: {way} = {}", path.interest.name(), Self::exactly(&path.part)).unwrap();
        }
        if owners.more_paths {
            writeln!(text, "  more ways").unwrap();
        }
        for sign in &owners.signs {
            let counted =
                sign.count.map(|count| format!(" {count} of {}", sign.limit.unwrap_or(0))).unwrap_or_default();
            let key = sign.key.map(|key| format!(" {}", self.register.key(key))).unwrap_or_default();
            let (parties, relations) = (self.parties(&sign.parties), self.relations(&sign.relations));
            writeln!(
                text,
                "  sign {:?} {parties}:{counted}{key} {} {:?} [{relations}]",
                sign.kind, sign.words, sign.basis
            )
            .unwrap();
        }
        text.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
    }
}

fn owned(register: &PartyRegister) -> impl Iterator<Item = PartyId> {
    register.ids().filter(|party| {
        let owned = |kind| matches!(kind, RelationKind::Owns | RelationKind::Controls);
        register.kind(*party) != PartyKind::Person
            && register.relations_to(*party).any(|relation| owned(relation.told.kind))
    })
}

#[test]
fn owners_are_those_worked_out_by_hand() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ownership");
    let mut cases: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_none_or(|kind| kind != "expected"));
    cases.sort();
    assert!(cases.len() >= 15);
    let mut failures = String::new();
    for case in cases {
        let register = read(&case);
        let parameters = Parameters {
            mass_address: 4,
            low_income: Some(quipu::model::Amount::new(1_000_000, quipu::model::Currency::parse("PEN").unwrap())),
            ..Parameters::default()
        };
        let jurisdictions = Jurisdictions::built_in();
        let ownership = Ownership::new(&register, parameters, &jurisdictions);
        let mut found = String::new();
        for company in owned(&register) {
            let owners = ownership.owners_of(company);
            found += &Teller { register: &register, owners: &owners }.all();
        }
        let beside = PathBuf::from(format!("{}.expected", case.display()));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&beside, &found).unwrap();
        } else if fs::read_to_string(&beside).unwrap_or_default() != found {
            write!(failures, "{}\n{found}\n", case.display()).unwrap();
        }
    }
    assert!(failures.is_empty(), "{failures}");
}

// What the files beside published examples of the Beneficial Ownership Data Standard expect.
#[test]
fn published_examples_are_answered_as_they_expect() {
    let Some(folder) = std::env::var_os("QUIPU_SHARED_DATA").map(|folder| PathBuf::from(folder).join("bods")) else {
        eprintln!("skipped: QUIPU_SHARED_DATA is not set");
        return;
    };
    let jurisdictions = Jurisdictions::none();
    let answer = |file: &str, company: &str, check: &dyn Fn(&PartyRegister, &Owners)| {
        let register = read(&folder.join(file));
        let company = register.ids().find(|party| register.called(*party).id == company).unwrap();
        let owners = Ownership::new(&register, Parameters::default(), &jurisdictions).owners_of(company);
        check(&register, &owners);
    };
    let three_quarters = |part: &Part| part.is_exact() && part.least.parts_down() == 750_000;
    answer("core/01-direct-ownership.json", "rec-acme-holdings-ltd", &|register, owners| {
        let [owner] = owners.owners.as_slice() else { panic!("one owner") };
        assert!(matches!(owner.holder, Holder::Party(party) if register.called(party).id == "rec-jane-smith-1975"));
        assert!(three_quarters(&owner.shares) && owner.votes.as_ref().is_some_and(three_quarters));
        assert_eq!(owner.is_beneficial(), Some(Certainty::Certain));
        assert!(owner.by_declaration);
        assert!(owners.paths.iter().all(|path| path.stakes.len() == 1));
        assert_eq!(owners.stakes.len(), 2);
    });
    for company in ["rec-alpha-corp", "rec-beta-corp"] {
        answer("edge-cases/10-circular-ownership.json", company, &|_, owners| {
            assert!(owners.owners.is_empty() && owners.ends.is_empty());
            let [circle] = owners.shares.circles.as_slice() else { panic!("one circle") };
            assert_eq!((circle.parties.len(), circle.stakes.len()), (2, 2));
            assert_eq!(circle.closed.as_ref().map(|part| part.least.parts_down()), Some(1_000_000));
        });
    }
    answer("edge-cases/11-anonymous-person.json", "rec-opaque-holdings-sa", &|_, owners| {
        let [owner] = owners.owners.as_slice() else { panic!("one owner who is not named") };
        assert!(matches!(owner.holder, Holder::Unnamed(_)));
        let why = owner.undisclosed.as_deref().unwrap_or_default();
        assert!(why.starts_with("subjectUnableToConfirmOrIdentifyBeneficialOwner: The subject entity has reported"));
        assert_eq!(owner.is_beneficial(), Some(Certainty::Possible));
    });
}
