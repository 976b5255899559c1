//! What differs between two runs beside their results, read from their manifests.

use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What can have changed a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Another version of Quipu.
    Version,
    /// Other input files.
    Data,
    /// The same files, read otherwise: mapping, encoding, time zone, what was accepted.
    Reading,
    /// The same files under other names: evidence stands elsewhere, and nothing can come or go.
    Names,
    /// Other parameters of all searches or of its own pattern, or other rates given. Windows that nobody gave follow the
    /// data, so they can change with it.
    Parameters,
    /// Other parameters of other patterns: what they find can be told with it, or it with them.
    ParametersOfOthers,
    /// Other typologies.
    Typologies,
}

/// What differs.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Circumstances {
    /// All causes there can be, in order.
    pub causes: Vec<Cause>,
    /// The versions, when they differ.
    pub versions: Option<[String; 2]>,
    /// Inputs that only one run had, by name.
    pub inputs: Vec<InputChange>,
    /// Inputs that both had, under names that differ.
    pub names: Vec<ParameterChange>,
    /// Inputs that both had and that were read otherwise, with the members of the manifest that differ.
    pub read_otherwise: Vec<ParameterChange>,
    /// Parameters and given rates that differ.
    pub parameters: Vec<ParameterChange>,
    /// Typologies that differ.
    pub typologies: Vec<ParameterChange>,
}

/// An input that one run had and the other not.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct InputChange {
    /// Its name in that run.
    pub name: String,
    /// BLAKE3 of its bytes.
    pub blake3: String,
    /// Whether the second run had it, and the first not.
    pub came: bool,
}

/// A value that differs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ParameterChange {
    /// Where it stands, members apart by points: `structuring.band`.
    pub name: String,
    /// What it was; null when it was not there.
    pub before: Value,
    /// What it is; null when it is not there.
    pub after: Value,
}

impl Circumstances {
    /// What differs between two manifests.
    pub(super) fn of(before: &Value, after: &Value) -> Self {
        let text = |manifest: &Value| manifest["quipu"].as_str().unwrap_or_default().to_owned();
        let (one, other) = (text(before), text(after));
        let mut told = Self { versions: (one != other).then_some([one, other]), ..Self::default() };
        told.compare_inputs(&inputs(before), &inputs(after));
        differences("", &before["parameters"], &after["parameters"], &mut told.parameters);
        differences("rates", &given_rates(before), &given_rates(after), &mut told.parameters);
        differences("typologies", &before["typologies"], &after["typologies"], &mut told.typologies);
        let causes = [
            (Cause::Version, told.versions.is_some()),
            (Cause::Data, !told.inputs.is_empty()),
            (Cause::Reading, !told.read_otherwise.is_empty()),
            (Cause::Names, !told.names.is_empty()),
            (Cause::Parameters, told.parameters.iter().any(|change| change.pattern().is_none())),
            (Cause::ParametersOfOthers, told.parameters.iter().any(|change| change.pattern().is_some())),
            (Cause::Typologies, !told.typologies.is_empty()),
        ];
        told.causes = causes.into_iter().filter_map(|(cause, differs)| differs.then_some(cause)).collect();
        told
    }

    /// What can have changed a record of a file: typologies change no findings, and the parameters of a pattern are its own or
    /// those of others. `in_both` says whether it is in both runs.
    pub(super) fn causes_of(&self, file: &str, sort: &str, in_both: bool) -> Vec<Cause> {
        let own = |change: &ParameterChange| {
            change.pattern().is_none_or(|pattern| sort.split(", ").any(|sort| sort == pattern))
        };
        let holds = |cause: &Cause| match cause {
            Cause::Names => in_both,
            Cause::Typologies => file != "findings.ndjson",
            Cause::ParametersOfOthers => self.parameters.iter().any(|change| !own(change)),
            _ => true,
        };
        let mut causes: Vec<Cause> = self.causes.iter().copied().filter(holds).collect();
        if self.parameters.iter().any(own) {
            causes.push(Cause::Parameters);
        }
        causes.sort_unstable();
        causes.dedup();
        causes
    }

    fn compare_inputs(&mut self, before: &BTreeMap<String, Vec<Value>>, after: &BTreeMap<String, Vec<Value>>) {
        let name = |input: &Value| input["name"].as_str().unwrap_or_default().to_owned();
        for (blake3, inputs) in before {
            let others = after.get(blake3).map_or(&[][..], Vec::as_slice);
            for (one, other) in inputs.iter().zip(others) {
                if name(one) != name(other) {
                    self.names.push(ParameterChange {
                        name: blake3.clone(),
                        before: one["name"].clone(),
                        after: other["name"].clone(),
                    });
                }
                differences(&name(one), &nameless(one), &nameless(other), &mut self.read_otherwise);
            }
            let gone = inputs.iter().skip(others.len());
            self.inputs.extend(gone.map(|input| InputChange {
                name: name(input),
                blake3: blake3.clone(),
                came: false,
            }));
        }
        for (blake3, inputs) in after {
            let new = inputs.iter().skip(before.get(blake3).map_or(0, Vec::len));
            self.inputs.extend(new.map(|input| InputChange { name: name(input), blake3: blake3.clone(), came: true }));
        }
        self.inputs.sort_unstable();
    }
}

impl ParameterChange {
    /// The pattern whose parameter it is; none for a parameter of all.
    fn pattern(&self) -> Option<&str> {
        self.name.split_once('.').map(|(section, _)| section).filter(|section| *section != "rates")
    }
}

/// All inputs that a manifest names, of transactions and others, by their hash.
fn inputs(manifest: &Value) -> BTreeMap<String, Vec<Value>> {
    fn gather(value: &Value, inputs: &mut BTreeMap<String, Vec<Value>>) {
        match value {
            Value::Object(members) => {
                if let Some(blake3) = members.get("blake3").and_then(Value::as_str)
                    && members.contains_key("name")
                {
                    inputs.entry(blake3.to_owned()).or_default().push(value.clone());
                    return;
                }
                members.values().for_each(|member| gather(member, inputs));
            }
            Value::Array(members) => members.iter().for_each(|member| gather(member, inputs)),
            _ => {}
        }
    }
    let mut found = BTreeMap::new();
    for (name, member) in manifest.as_object().into_iter().flatten() {
        if name != "outputs" && name != "typologies" {
            gather(member, &mut found);
        }
    }
    found
}

fn nameless(input: &Value) -> Value {
    let mut input = input.clone();
    if let Some(members) = input.as_object_mut() {
        members.remove("name");
    }
    input
}

/// The rates that the user gave, by currency. Those that were seen follow from the data.
fn given_rates(manifest: &Value) -> Value {
    let currencies = manifest["rates"]["currencies"].as_array();
    let given = currencies.into_iter().flatten().filter(|rate| rate["origin"] == "given");
    Value::Object(
        given.filter_map(|rate| Some((rate["currency"].as_str()?.to_owned(), rate["fraction"].clone()))).collect(),
    )
}

/// Every value that differs, with its place, in order. Lists are values.
fn differences(place: &str, before: &Value, after: &Value, out: &mut Vec<ParameterChange>) {
    if before == after {
        return;
    }
    let (Value::Object(one), Value::Object(other)) = (before, after) else {
        out.push(ParameterChange { name: place.to_owned(), before: before.clone(), after: after.clone() });
        return;
    };
    let mut names: Vec<&String> = one.keys().chain(other.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        let inner = if place.is_empty() { name.clone() } else { format!("{place}.{name}") };
        let (one, other) = (one.get(name).unwrap_or(&Value::Null), other.get(name).unwrap_or(&Value::Null));
        differences(&inner, one, other, out);
    }
}
