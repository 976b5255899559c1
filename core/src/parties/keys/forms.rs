//! Legal forms at the end or the beginning of a company's name, folded.

// Forms that are no word of a person's name, in order.
const FORMS: &[&str] = &[
    "aps",
    "bhd",
    "bvba",
    "cia",
    "cjsc",
    "co inc",
    "co kg",
    "co limited",
    "co ltd",
    "compania",
    "company",
    "company limited",
    "corp",
    "corporation",
    "de cv",
    "doo",
    "eireli",
    "eirl",
    "fz llc",
    "fzc",
    "fzco",
    "fze",
    "gmbh",
    "gmbh co kg",
    "inc",
    "incorporated",
    "joint stock company",
    "jsc",
    "kft",
    "kg",
    "lda",
    "limitada",
    "limited",
    "limited liability company",
    "llc",
    "lllp",
    "llp",
    "lp",
    "ltd",
    "ltda",
    "ohg",
    "ojsc",
    "oy",
    "oyj",
    "pjsc",
    "plc",
    "private limited",
    "pte",
    "pte ltd",
    "pty",
    "pty ltd",
    "pvt",
    "pvt ltd",
    "s de rl",
    "s de rl de cv",
    "sa de cv",
    "sab de cv",
    "sac",
    "saic",
    "sapi de cv",
    "sarl",
    "sasu",
    "sc de rl de cv",
    "sci",
    "scrl",
    "sdn bhd",
    "sociedad anonima",
    "sociedad anonima de capital variable",
    "sociedad de responsabilidad limitada",
    "sociedad por acciones simplificada",
    "sociedade anonima",
    "sociedade limitada",
    "societe a responsabilite limitee",
    "societe anonyme",
    "sp z oo",
    "sp zoo",
    "sprl",
    "spzoo",
    "srl",
    "srl de cv",
    "wll",
    "zrt",
];

// Forms that could as well be a word of a person's name, and count only where a party is known to be none.
const SHORT: &[&str] = &[
    "ab", "ac", "ag", "as", "asa", "bv", "ca", "co", "me", "nv", "oao", "ooo", "pao", "pt", "sa", "saa", "sas", "sc",
    "se", "sl", "slu", "spa", "ug", "zao", "зао", "оао", "ооо", "пао", "тоо",
];

// Forms that stand before the name.
const BEGINNINGS: &[&str] = &["oao", "ooo", "pt", "zao", "зао", "оао", "ооо", "пао", "тоо"];

// The longest form has so many words.
const LONGEST: usize = 6;

/// A folded name without the legal form at its end, and one before it; the whole when nothing else would be left.
/// `short`: those that could be part of a person's name too.
pub(super) fn without(name: &str, short: bool) -> &str {
    let is_form = |text: &str| FORMS.binary_search(&text).is_ok() || short && SHORT.binary_search(&text).is_ok();
    // Once: what is before a form may look like another and be a word (`Minas de Sal SA`).
    let rest = without_ending(name, &is_form).unwrap_or(name);
    let rest = match rest.split_once(' ') {
        Some((first, rest)) if BEGINNINGS.contains(&first) => rest,
        _ => rest,
    };
    if rest.is_empty() { name } else { rest }
}

// The longest form first: `sa de cv` before `de cv`.
fn without_ending<'a>(name: &'a str, is_form: &dyn Fn(&str) -> bool) -> Option<&'a str> {
    let starts = name.rmatch_indices(' ').map(|(at, _)| at + 1).take(LONGEST - 1);
    let mut starts: Vec<usize> = starts.collect();
    if starts.len() < LONGEST - 1 && !name.is_empty() {
        starts.push(0);
    }
    let start = starts.into_iter().rev().find(|start| is_form(&name[*start..]))?;
    Some(name[..start].trim_end())
}

#[cfg(test)]
mod tests {
    use super::super::fold;
    use super::*;

    #[test]
    fn forms_are_in_order_and_folded() {
        for forms in [FORMS, SHORT, BEGINNINGS] {
            assert!(forms.is_sorted());
            for form in forms {
                let mut folded = String::new();
                fold(form, &mut folded);
                assert_eq!(folded, *form);
                assert!(form.split(' ').count() <= LONGEST);
            }
        }
    }

    #[test]
    fn forms_go_from_both_ends_and_never_the_whole_name() {
        for (name, short, rest) in [
            ("acme sa de cv", true, "acme"),
            ("acme holding co ltd", true, "acme holding"),
            ("ооо грандеко", true, "грандеко"),
            ("sa de cv", true, "sa de cv"),
            ("ltd", false, "ltd"),
            ("maria de sa", false, "maria de sa"),
            ("ltd partners ltd", false, "ltd partners"),
            ("minas de sal sa", true, "minas de sal"),
            ("pao quente", true, "pao quente"),
            ("", true, ""),
        ] {
            assert_eq!(without(name, short), rest, "{name}");
        }
    }
}
