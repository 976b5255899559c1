//! What a rule may ask: a small closed set of kinds with typed conditions, and no programming language.
//!
//! Every kind is one variant here, and one file of [`assess`](crate::assess) that defines it. What a rule may know of a
//! party is what [`Filter`] names: occupation, industry, contact data, relations. Nationality, citizenship, ethnicity,
//! sex and age are no fields of anything here, so no pack can ask for them.

use super::quantity::{Hours, Level, Percent};
use crate::detect::Parameters;
use crate::model::Span;
use serde::{Deserialize, Serialize};
use toml::Spanned;

/// The id of a list of the pack, with its place in the file.
pub type ListId = Spanned<String>;

/// A rule of an indicator.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Rule {
    /// Transactions of a subject close together.
    Series(Box<Series>),
    /// A series, and then what follows on it.
    Then(Box<Then>),
    /// Findings of a detector.
    Shape(Box<Shape>),
    /// Subjects of another indicator's alerts that pay one account.
    Linked(Linked),
    /// Unit prices that are far from those of the same goods.
    Price(Price),
    /// Accounts that take in far more than those of their peers.
    Peers(Peers),
    /// Accounts of different people with the same contact data.
    SharedContact(SharedContact),
    /// Cash machines used farther apart than one can travel.
    Travel(Travel),
    /// What was paid on a contract against its total.
    Contract(Contract),
    /// Persons of low income who own or direct many companies.
    StrawMan(StrawMan),
    /// Companies one above the other, several where registers tell little.
    Layers(Layers),
    /// Companies that own each other.
    Circle(Circle),
    /// Payments in opposite directions and two currencies between the same two sides.
    Mirror(Mirror),
    /// Loans from abroad by those whom the borrower's own side had paid.
    LoanBack(LoanBack),
    /// Payments by a public body to a contractor, from where money reaches an exposed person.
    PublicMoney(PublicMoney),
}

/// Whose transactions are looked at together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// One account.
    #[default]
    Account,
    /// An account and one that it pays, or is paid by.
    Pair,
    /// An account and all accounts at one other institution.
    Provider,
    /// All accounts of parties that share owner, telephone, electronic mail or address.
    Group,
}

/// Which transactions of the subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Way {
    /// Those that it receives.
    In,
    /// Those that it pays.
    Out,
}

/// Transactions of a subject that pass a filter, enough of them in a window.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Series {
    /// Whose.
    #[serde(default)]
    pub subject: Subject,
    /// Received or paid.
    pub direction: Way,
    /// Which of them count; all when absent.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// The length of the window, a closed interval.
    pub window: Span,
    /// At least so many transactions.
    #[serde(default = "one")]
    pub rows: u32,
    /// At least so much together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sum: Option<Level>,
    /// At least so many distinct values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distinct: Vec<Distinct>,
    /// Whether any one of [`distinct`](Self::distinct) is enough.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub any_distinct: bool,
    /// Parts of the transactions in the window that must pass further filters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part: Vec<Part>,
    /// What the account must be.
    #[serde(default, skip_serializing_if = "AccountTerms::is_empty")]
    pub account: AccountTerms,
}

/// A series, and then steps that follow on it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Then {
    /// What comes first.
    pub first: Series,
    /// What follows, each step within its time of the one before.
    pub step: Vec<Step>,
}

/// What follows on a series or on another step.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Step {
    /// Received or paid by the same account.
    pub direction: Way,
    /// Which of them count.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// So long after the last transaction of what came before, at most.
    pub within: Span,
    /// At least so many transactions.
    #[serde(default = "one")]
    pub rows: u32,
    /// At least so much of the sum of what came first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub share: Option<Percent>,
    /// At least so many distinct values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub distinct: Vec<Distinct>,
    /// Only at places where nothing of what came first took place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub elsewhere: bool,
}

/// Findings of one detector, with parameters of its own.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Shape {
    /// The patterns, and the parameters in which they differ from a run's defaults, as a run's parameters are written.
    pub detect: Parameters,
    /// The subject keeps at most so much of what passes through, by its balance afterwards.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub balance_at_most: Option<Percent>,
}

/// Subjects of alerts of one indicator that pay the same account.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Linked {
    /// The indicator whose subjects pay.
    pub of: Spanned<String>,
    /// At least so many of them.
    pub subjects: u32,
    /// So long after an alert's last transaction, at most.
    pub within: Span,
    /// Which payments count.
    #[serde(default, rename = "where")]
    pub filter: Filter,
}

/// Unit prices against those of the same goods, currency and month.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Price {
    /// More than so many median absolute deviations from the median.
    pub deviations: u32,
    /// And at least so far from the median.
    pub apart: Percent,
    /// Among at least so many prices.
    pub prices: u32,
}

/// What accounts take in against those of holders with the same occupation, or line of business.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Peers {
    /// More than so many median absolute deviations above the median.
    pub deviations: u32,
    /// And at least so far above the median.
    pub apart: Percent,
    /// Among at least so many accounts.
    pub peers: u32,
}

/// Accounts of different parties that share contact data.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SharedContact {
    /// At least so many accounts, each of a party with another name.
    pub accounts: u32,
}

/// Withdrawals farther apart than one can travel.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Travel {
    /// Which withdrawals count.
    #[serde(default, rename = "where")]
    pub filter: Filter,
    /// Faster than so many kilometres an hour.
    pub kilometres_an_hour: u32,
    /// And at least so many kilometres apart.
    pub kilometres: u32,
}

/// What was paid on a contract against its total.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Contract {
    /// More than the total by at least so much.
    pub over: Percent,
}

/// A person of low income who owns or directs many companies.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct StrawMan {
    /// At least so many companies.
    pub companies: u32,
    /// The stated monthly income is so much at most. An amount, for a threshold is that of a payment.
    pub income: Level,
}

/// Companies one above the other, several of them where registers tell little.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Layers {
    /// At least so many above the company.
    pub layers: u32,
    /// At least so many of these in secrecy jurisdictions.
    pub secret: u32,
}

/// Companies that own each other.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Circle {
    /// At least so many.
    pub companies: u32,
}

/// Payments in opposite directions and two currencies between the same two sides.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Mirror {
    /// Their values are at most so far apart.
    pub apart: Percent,
    /// And they so long.
    pub within: Span,
}

/// A loan from abroad by somebody whom the borrower's own side had paid.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct LoanBack {
    /// Which payments are loans, as who receives them sees them.
    #[serde(rename = "where")]
    pub filter: Filter,
    /// What was paid so long before counts, at most.
    pub within: Span,
    /// It comes to at least so much of the loan.
    pub share: Percent,
}

/// Payments by a public body to a contractor, from where money reaches an exposed person.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct PublicMoney {
    /// At least so many payments by the public body.
    pub payments: u32,
    /// In so long a time.
    pub window: Span,
    /// At most so many payments from the contractor to the exposed person.
    pub hops: u32,
    /// Each so long after the one before, at most.
    pub within: Span,
    /// Each has at least so much of the value of what the public body paid.
    pub share: Percent,
}

/// Which transactions count. Every condition that is given must hold; one that asks for something the source does not
/// tell of a transaction does not hold for it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct Filter {
    /// Its channel is on one of these lists of words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub channel: Vec<ListId>,
    /// Its purpose is on one of these lists of words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub purpose: Vec<ListId>,
    /// Its merchant category is on one of these lists of words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub merchant: Vec<ListId>,
    /// The notes that were exchanged are on one of these lists of words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub denomination: Vec<ListId>,
    /// The place on the account's own side is on one of these lists of words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_place: Vec<ListId>,
    /// The country of the other side is on one of these lists of countries.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_country: Vec<ListId>,
    /// The two sides are in two countries.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub abroad: bool,
    /// At least so much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Level>,
    /// Less than so much.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub below: Option<Level>,
    /// In these hours of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hours: Option<Hours>,
    /// It took place elsewhere than where the account is at home: the place most often told for its own side.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub away: bool,
    /// It is the first between the two accounts, either way.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub first_tie: bool,
    /// A virtual asset is moved.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub virtual_asset: bool,
    /// The invoice names another party than the payer.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub invoice_of_another: bool,
    /// The holder of the account is in a line of business on one of these lists of words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_industry: Vec<ListId>,
    /// The holder of the account is in a line of business, and on none of these lists of words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub own_industry_not: Vec<ListId>,
    /// The holder of the other account is in a line of business on one of these lists of words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_industry: Vec<ListId>,
    /// The address of the holder of the other account is that of at least so many parties; of so many in the line of business
    /// that [`other_industry`](Self::other_industry) names, where it names one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other_address_of: Option<u32>,
    /// What the holders of the two accounts are to each other.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holders: Option<Holders>,
}

/// What the holders of two accounts are to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holders {
    /// The same party, or one owns, controls, directs or represents the other, or the same party does so with both.
    Affiliated,
    /// Relatives.
    Relatives,
    /// Both known, and nothing is told that ties them.
    Unrelated,
}

/// A number of distinct values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Distinct {
    /// Of what.
    pub of: Value,
    /// At least so many.
    pub least: u32,
}

/// What is counted once for each distinct value. What a source does not tell counts for nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Accounts at the other end.
    Counterparties,
    /// Their institutions.
    Institutions,
    /// Their places.
    OtherPlaces,
    /// Places where it took place: of the other side, or of the own side where that tells none. Cash has the desk on its
    /// other side.
    Places,
    /// Branches, likewise.
    Branches,
    /// People who came to the desk.
    Conductors,
    /// Kinds of merchants: lists of the filter's `merchant`.
    MerchantKinds,
    /// Employees.
    Employees,
}

/// A part of the transactions in a window.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Part {
    /// Which.
    #[serde(rename = "where")]
    pub filter: Filter,
    /// At least so many of a hundred transactions.
    pub least: Percent,
}

/// What an account must be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct AccountTerms {
    /// Opened at most so long before the window begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age: Option<Span>,
    /// At most so many transactions of any kind before the window begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub history: Option<u32>,
    /// The sum of the window is at least so much of the holder's stated monthly income.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub income: Option<Percent>,
    /// No other such window in the ledger.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub once: bool,
}

impl AccountTerms {
    /// Whether nothing is asked of the account.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

impl Rule {
    /// The name of its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Series(_) => "series",
            Self::Then(_) => "then",
            Self::Shape(_) => "shape",
            Self::Linked(_) => "linked",
            Self::Price(_) => "price",
            Self::Peers(_) => "peers",
            Self::SharedContact(_) => "shared-contact",
            Self::Travel(_) => "travel",
            Self::Contract(_) => "contract",
            Self::StrawMan(_) => "straw-man",
            Self::Layers(_) => "layers",
            Self::Circle(_) => "circle",
            Self::Mirror(_) => "mirror",
            Self::LoanBack(_) => "loan-back",
            Self::PublicMoney(_) => "public-money",
        }
    }

    /// Its filters, in order.
    #[must_use]
    pub fn filters(&self) -> Vec<&Filter> {
        fn of(series: &Series) -> impl Iterator<Item = &Filter> {
            std::iter::once(&series.filter).chain(series.part.iter().map(|part| &part.filter))
        }
        match self {
            Self::Series(series) => of(series).collect(),
            Self::Then(then) => of(&then.first).chain(then.step.iter().map(|step| &step.filter)).collect(),
            Self::Linked(linked) => vec![&linked.filter],
            Self::Travel(travel) => vec![&travel.filter],
            Self::LoanBack(loan) => vec![&loan.filter],
            Self::Shape(_)
            | Self::Price(_)
            | Self::Peers(_)
            | Self::SharedContact(_)
            | Self::Contract(_)
            | Self::StrawMan(_)
            | Self::Layers(_)
            | Self::Circle(_)
            | Self::Mirror(_)
            | Self::PublicMoney(_) => Vec::new(),
        }
    }
}

impl Filter {
    /// The lists of words that it names.
    pub(super) fn word_lists(&self) -> impl Iterator<Item = &ListId> {
        let lists = [
            &self.channel,
            &self.purpose,
            &self.merchant,
            &self.denomination,
            &self.own_place,
            &self.own_industry,
            &self.own_industry_not,
            &self.other_industry,
        ];
        lists.into_iter().flatten()
    }
}

const fn one() -> u32 {
    1
}
