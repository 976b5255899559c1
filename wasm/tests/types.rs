//! The TypeScript of the views is what the Rust types say. `npm run types` writes it.

// What the library must not do, a test may: read and write the file that it checks.
#![allow(clippy::disallowed_methods)]

use quipu::detect::Pattern;
use quipu::export::views::{
    AccountProfile, AccountQuery, AlertLuck, AlertOrder, AlertQuery, AlertRow, AlertsPage, CaseOrder, CaseQuery,
    CaseRow, CasesPage, Counterparty, CutWindowRow, FindingOrder, FindingQuery, FindingRow, FindingsPage, Holder,
    InFinding, Network, NetworkAccount, NetworkLink, NetworkQuery, NotEvaluated, Of, PartyRole, PatternNumber, Period,
    RoleNumber, Side, Sum, Term, Typologies, Typology, TypologyOffence, TypologyQuery,
};
use quipu::typology::Language;
use std::fmt::Write;
use ts_rs::{Config, TS};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/ts/generated/views.ts");

fn declared<T: TS>(text: &mut String, config: &Config) {
    let docs = T::docs().unwrap_or_default();
    write!(text, "\n{docs}export {}\n", T::decl(config)).unwrap();
}

fn types() -> String {
    let mut text = String::from("// Generated from core/src/export/views by `npm run types`. Do not edit.\n");
    let patterns: Vec<String> = Pattern::ALL.iter().map(|pattern| format!("\"{}\"", pattern.name())).collect();
    write!(
        text,
        "\n/** A shape of laundering that can be searched for. */\nexport type Pattern = {};\n",
        patterns.join(" | ")
    )
    .unwrap();
    let languages: Vec<String> = Language::ALL.iter().map(|language| format!("\"{}\"", language.code())).collect();
    write!(text, "\n/** A language of the pack. */\nexport type Language = {};\n", languages.join(" | ")).unwrap();
    let config = Config::default();
    macro_rules! all {
        ($($type:ty),* $(,)?) => { $(declared::<$type>(&mut text, &config);)* };
    }
    all!(
        Sum,
        Period,
        Of,
        FindingOrder,
        FindingQuery,
        Term,
        RoleNumber,
        FindingRow,
        FindingsPage,
        CaseOrder,
        CaseQuery,
        PatternNumber,
        CaseRow,
        CasesPage,
        AccountQuery,
        Holder,
        Side,
        Counterparty,
        InFinding,
        AccountProfile,
        NetworkQuery,
        NetworkAccount,
        NetworkLink,
        Network,
        AlertOrder,
        AlertQuery,
        AlertLuck,
        PartyRole,
        AlertRow,
        AlertsPage,
        TypologyQuery,
        TypologyOffence,
        NotEvaluated,
        CutWindowRow,
        Typology,
        Typologies,
    );
    text
}

#[test]
fn the_types_of_views_are_current() {
    if std::env::var_os("QUIPU_WRITE_TYPES").is_some() {
        std::fs::write(FILE, types()).unwrap();
    }
    let written = std::fs::read_to_string(FILE).unwrap();
    assert!(written == types(), "{FILE} is not current: npm --prefix wasm run types");
}
