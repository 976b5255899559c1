// Generated from core/src/export/views by `npm run types`. Do not edit.

/** A shape of laundering that can be searched for. */
export type Pattern = "fan-in" | "fan-out" | "gather-scatter" | "scatter-gather" | "temporal-cycle" | "round-trip" | "bipartite" | "stack" | "dense-flow" | "layering-chain" | "peel-chain" | "pass-through" | "structuring" | "dormant-burst";

/** A language of the pack. */
export type Language = "en" | "es" | "pt" | "fr";

/**
 * A sum of money in a view.
 */
export type Sum = { 
/**
 * The currency; empty where the source names none.
 */
currency: string, 
/**
 * The amount as a decimal text.
 */
amount: string, };

/**
 * First and last instant, RFC 3339 in UTC.
 */
export type Period = { 
/**
 * The first.
 */
from: string, 
/**
 * The last.
 */
to: string, };

/**
 * What a network or a list of transactions is of.
 */
export type Of = { "case": string } | { "finding": string } | { "account": string };

/**
 * The orders of findings. Equals are in the order of rank.
 */
export type FindingOrder = "score" | "time" | "accounts" | "transactions" | "amount";

/**
 * Which findings, in what order, and how many of them. Everything may be left out.
 */
export type FindingQuery = { 
/**
 * Of these patterns.
 */
patterns?: Pattern[], 
/**
 * With this account in a role.
 */
account?: string, 
/**
 * Of this case.
 */
case?: string, 
/**
 * With this text in the name of an account, letters of either case alike.
 */
text?: string, 
/**
 * With a score of this many bits at least.
 */
least_score?: number, 
/**
 * With evidence at this instant or later: milliseconds since 1970 in UTC.
 */
from?: number, 
/**
 * With evidence at this instant or before: milliseconds since 1970 in UTC.
 */
to?: number, 
/**
 * In this order; by score when not given.
 */
order?: FindingOrder, 
/**
 * The other way round.
 */
reversed?: boolean, 
/**
 * How many to leave out first; 0 when not given.
 */
offset?: number, 
/**
 * How many at most; 50 when not given.
 */
limit?: number, };

/**
 * A reason for a score.
 */
export type Term = { 
/**
 * Its name.
 */
term: string, 
/**
 * Its part of the score, in bits.
 */
bits: number, 
/**
 * What was seen and what was to be expected.
 */
text: string, };

/**
 * A role of a finding.
 */
export type RoleNumber = { 
/**
 * Its name.
 */
role: string, 
/**
 * How many accounts have it.
 */
accounts: number, 
/**
 * The first of them.
 */
first: string, };

/**
 * A finding as a line of a list; its evidence is in the finding itself.
 */
export type FindingRow = { 
/**
 * Its identifier.
 */
id: string, 
/**
 * What it is an instance of.
 */
pattern: Pattern, 
/**
 * The sum of its reasons, in bits.
 */
score: number, 
/**
 * Why it ranks where it does.
 */
reasons: Array<Term>, 
/**
 * How many accounts each role has, and the first of them.
 */
roles: Array<RoleNumber>, 
/**
 * How many accounts take part.
 */
accounts: number, 
/**
 * How many transactions are its evidence.
 */
transactions: number, 
/**
 * First and last instant of the evidence.
 */
window: Period, 
/**
 * What was paid in all, by currency.
 */
amounts: Array<Sum>, 
/**
 * Whether the search that gave it stopped at its bound on work.
 */
truncated: boolean, 
/**
 * The case that it is in.
 */
case: string | null, };

/**
 * Findings of a page.
 */
export type FindingsPage = { 
/**
 * How many findings the query has in all.
 */
total: number, 
/**
 * Those of the page.
 */
items: Array<FindingRow>, };

/**
 * The orders of cases. Equals are in the order of rank.
 */
export type CaseOrder = "score" | "time" | "findings" | "alerts" | "transactions";

/**
 * Which cases, in what order, and how many of them. Everything may be left out.
 */
export type CaseQuery = { 
/**
 * With a finding of one of these patterns.
 */
patterns?: Pattern[], 
/**
 * With this account in a role of a finding or an alert.
 */
account?: string, 
/**
 * With this text in the name of an account, letters of either case alike.
 */
text?: string, 
/**
 * With a score of this many bits at least.
 */
least_score?: number, 
/**
 * With evidence at this instant or later: milliseconds since 1970 in UTC.
 */
from?: number, 
/**
 * With evidence at this instant or before: milliseconds since 1970 in UTC.
 */
to?: number, 
/**
 * In this order; by score when not given.
 */
order?: CaseOrder, 
/**
 * The other way round.
 */
reversed?: boolean, 
/**
 * How many to leave out first; 0 when not given.
 */
offset?: number, 
/**
 * How many at most; 50 when not given.
 */
limit?: number, };

/**
 * How many findings of a pattern.
 */
export type PatternNumber = { 
/**
 * The pattern.
 */
pattern: Pattern, 
/**
 * How many.
 */
findings: number, };

/**
 * A case as a line of a list.
 */
export type CaseRow = { 
/**
 * Its identifier.
 */
id: string, 
/**
 * Its place among all cases, from 1: the most unusual is the first.
 */
rank: number, 
/**
 * Its score in bits.
 */
score: number, 
/**
 * How many findings of each pattern.
 */
patterns: Array<PatternNumber>, 
/**
 * How many findings.
 */
findings: number, 
/**
 * How many alerts.
 */
alerts: number, 
/**
 * How many accounts take part.
 */
accounts: number, 
/**
 * How many of them are hubs.
 */
hubs: number, 
/**
 * How many transactions are its evidence.
 */
transactions: number, 
/**
 * First and last instant of the evidence.
 */
window: Period, 
/**
 * What was paid in all, by currency.
 */
amounts: Array<Sum>, 
/**
 * Whether the search for one of its findings stopped at a bound on work.
 */
truncated: boolean, };

/**
 * Cases of a page.
 */
export type CasesPage = { 
/**
 * How many cases the query has in all.
 */
total: number, 
/**
 * Those of the page.
 */
items: Array<CaseRow>, };

/**
 * Which account.
 */
export type AccountQuery = { 
/**
 * Its name as the files write it.
 */
account: string, 
/**
 * How many counterparties and findings to name at most; 50 when not given.
 */
limit?: number, };

/**
 * Whom an account belongs to.
 */
export type Holder = { 
/**
 * The identifier of the person or company.
 */
entity: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * What the institution is called.
 */
institution: string, };

/**
 * Payments of an account in one direction.
 */
export type Side = { 
/**
 * How many.
 */
transactions: number, 
/**
 * What they come to, by currency, as it left the payers.
 */
amounts: Array<Sum>, };

/**
 * Another account that one deals with.
 */
export type Counterparty = { 
/**
 * Its name as the files write it.
 */
account: string, 
/**
 * What it was paid.
 */
paid: Side, 
/**
 * What was received from it.
 */
received: Side, };

/**
 * A finding that an account has a role in.
 */
export type InFinding = { 
/**
 * The finding.
 */
id: string, 
/**
 * Its pattern.
 */
pattern: Pattern, 
/**
 * Its score in bits.
 */
score: number, 
/**
 * The account's roles in it.
 */
roles: Array<string>, };

/**
 * An account with what is known of it.
 */
export type AccountProfile = { 
/**
 * Its name as the files write it.
 */
account: string, 
/**
 * The institution that keeps it; empty where the source names none.
 */
institution: string, 
/**
 * Its number there.
 */
number: string, 
/**
 * Whom the accounts files say it belongs to.
 */
holders: Array<Holder>, 
/**
 * Whether it has so many payments that it ties no findings together.
 */
hub: boolean, 
/**
 * What it paid to others.
 */
paid: Side, 
/**
 * What it received from others.
 */
received: Side, 
/**
 * How many payments it made to itself.
 */
to_itself: number, 
/**
 * First and last instant of its payments.
 */
period: Period | null, 
/**
 * How many others it dealt with.
 */
counterparties: number, 
/**
 * Those with the most payments, by their number.
 */
most: Array<Counterparty>, 
/**
 * In how many findings it has a role.
 */
findings: number, 
/**
 * The most unusual of them.
 */
in_findings: Array<InFinding>, 
/**
 * The cases of these findings and of alerts in which it has a role, the most unusual first.
 */
cases: Array<string>, };

/**
 * Which network.
 */
export type NetworkQuery = { 
/**
 * What it is of.
 */
of: Of, 
/**
 * How many payments away from an account it goes; 1 when not given. Cases and findings are their evidence.
 */
hops?: number, 
/**
 * Only payments at this instant or later: milliseconds since 1970 in UTC.
 */
from?: number, 
/**
 * Only payments at this instant or before.
 */
to?: number, 
/**
 * How many accounts at most; 60 when not given.
 */
limit?: number, };

/**
 * An account of a network.
 */
export type NetworkAccount = { 
/**
 * Its name as the files write it.
 */
account: string, 
/**
 * The institution that keeps it; empty where the source names none.
 */
institution: string, 
/**
 * Its number there.
 */
number: string, 
/**
 * Its roles in the findings, each once.
 */
roles: Array<string>, 
/**
 * Whether it has so many payments that it ties no findings together.
 */
hub: boolean, 
/**
 * How many payments of the network it made.
 */
paid: number, 
/**
 * How many payments of the network it received.
 */
received: number, 
/**
 * How many payments away from the account that was asked for; absent in cases and findings.
 */
hops: number | null, };

/**
 * What one account paid another.
 */
export type NetworkLink = { 
/**
 * The payer, as a position in the network's accounts.
 */
from: number, 
/**
 * The receiver.
 */
to: number, 
/**
 * How many payments.
 */
transactions: number, 
/**
 * What was paid in all, by currency.
 */
amounts: Array<Sum>, 
/**
 * First and last instant.
 */
window: Period, };

/**
 * Accounts and what went between them.
 */
export type Network = { 
/**
 * The accounts: those with the most payments where there are more than were asked for.
 */
accounts: Array<NetworkAccount>, 
/**
 * What one account paid another, all its payments together.
 */
links: Array<NetworkLink>, 
/**
 * Accounts that would have been too many.
 */
accounts_left_out: number, 
/**
 * Payments that are not shown since an account of theirs is not.
 */
transactions_left_out: number, };

/**
 * The orders of alerts. Equals are in the order of rank.
 */
export type AlertOrder = "score" | "time" | "chance" | "transactions" | "amount";

/**
 * Which alerts, in what order, and how many of them. Everything may be left out.
 */
export type AlertQuery = { 
/**
 * Of these indicators, by id.
 */
indicators?: Array<string>, 
/**
 * Of indicators of one of these predicate offences, by id.
 */
offences?: Array<string>, 
/**
 * With this account in a role.
 */
account?: string, 
/**
 * With this text in the name of an account or of a party, letters of either case alike.
 */
text?: string, 
/**
 * With this score at least, from 0 to 1.
 */
least_score?: number, 
/**
 * Only those that remain at the run's share of false alerts, or only those that do not.
 */
within?: boolean, 
/**
 * With evidence at this instant or later: milliseconds since 1970 in UTC.
 */
from?: number, 
/**
 * With evidence at this instant or before: milliseconds since 1970 in UTC.
 */
to?: number, 
/**
 * The language of names; English when not given.
 */
language?: Language, 
/**
 * In this order; by score when not given.
 */
order?: AlertOrder, 
/**
 * The other way round.
 */
reversed?: boolean, 
/**
 * How many to leave out first; 0 when not given.
 */
offset?: number, 
/**
 * How many at most; 50 when not given.
 */
limit?: number, };

/**
 * How lucky an alert would be.
 */
export type AlertLuck = { 
/**
 * How many such alerts chance alone would give on this ledger.
 */
expected: number, 
/**
 * How likely chance alone would give one to this subject.
 */
chance: number, 
/**
 * The same with all that was tested allowed for.
 */
adjusted: number, 
/**
 * Whether it remains at the run's share of false alerts.
 */
within: boolean, };

/**
 * A role of parties in an alert.
 */
export type PartyRole = { 
/**
 * Its name.
 */
role: string, 
/**
 * How many parties have it.
 */
parties: number, 
/**
 * The name of the first of them.
 */
first: string, };

/**
 * An alert as a line of a list; its conditions, reasons and evidence are in the alert itself.
 */
export type AlertRow = { 
/**
 * Its identifier.
 */
id: string, 
/**
 * Its place among all alerts, from 1: the weightiest is the first.
 */
rank: number, 
/**
 * The indicator that it is an instance of.
 */
indicator: string, 
/**
 * What that is called.
 */
name: string, 
/**
 * The offences that it may be a sign of, by id.
 */
offences: Array<string>, 
/**
 * Whether the subject is likely a victim.
 */
victim: boolean, 
/**
 * The sum of its reasons, from 0 to 1.
 */
score: number, 
/**
 * How lucky it would be; `null` where that is not estimated.
 */
luck: AlertLuck | null, 
/**
 * The best of the explanations without any crime, by name.
 */
benign: string | null, 
/**
 * How many accounts each role has, and the first of them; the subject comes first.
 */
roles: Array<RoleNumber>, 
/**
 * The same of parties, where the register tells it.
 */
parties: Array<PartyRole>, 
/**
 * How many transactions are its evidence.
 */
transactions: number, 
/**
 * First and last instant of the evidence; `null` where the register alone tells it.
 */
window: Period | null, 
/**
 * What was paid in all, by currency.
 */
amounts: Array<Sum>, 
/**
 * The finding that it is, for shapes.
 */
finding: string | null, 
/**
 * The case that it is in.
 */
case: string | null, 
/**
 * Whether a search that it comes from stopped at its bound on work.
 */
truncated: boolean, };

/**
 * Alerts of a page.
 */
export type AlertsPage = { 
/**
 * How many alerts the query has in all.
 */
total: number, 
/**
 * Those of the page.
 */
items: Array<AlertRow>, };

/**
 * In which language. Everything may be left out.
 */
export type TypologyQuery = { 
/**
 * The language of names and explanations; English when not given.
 */
language?: Language, };

/**
 * An offence.
 */
export type TypologyOffence = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its three letters.
 */
short: string, 
/**
 * What it is called.
 */
name: string, 
/**
 * Its code in the ICCS.
 */
iccs: string, };

/**
 * Why a rule was not evaluated.
 */
export type NotEvaluated = { 
/**
 * `rule-not-in-this-version`, `data-lacks` or `other-not-evaluated`, as in the manifest.
 */
reason: string, 
/**
 * Which rule, from 1; `null` where it is the indicator.
 */
rule: number | null, 
/**
 * The data that is lacking: each of these, any one of those in it.
 */
needs: Array<Array<string>>, 
/**
 * The indicator that it leans on, where that was not evaluated.
 */
indicator: string | null, };

/**
 * A window that was cut.
 */
export type CutWindowRow = { 
/**
 * The pattern that was searched for.
 */
pattern: Pattern, 
/**
 * The window that was asked for.
 */
asked: string, 
/**
 * The longest that was searched with instead.
 */
searched: string, };

/**
 * An indicator.
 */
export type Typology = { 
/**
 * Its id.
 */
id: string, 
/**
 * Its number in the catalogue; `null` for an agency's own.
 */
number: number | null, 
/**
 * What it is called.
 */
name: string, 
/**
 * What it means, with the numbers of its rules.
 */
explanation: string, 
/**
 * The kinds of its rules; none when this version has no rule of the kind that it needs.
 */
rules: Array<string>, 
/**
 * What data each rule needs: all of a rule's, each by any one in it.
 */
needs: Array<Array<Array<string>>>, 
/**
 * The offences that it may be a sign of.
 */
offences: Array<TypologyOffence>, 
/**
 * Who is likely a victim.
 */
victims: ("subject" | "payers" | "payees")[], 
/**
 * Its technique in AMLTRIX.
 */
amltrix: string | null, 
/**
 * The document that it is from: title, publisher and year.
 */
source: string | null, 
/**
 * Whether any of its rules was evaluated; `null` before an analysis.
 */
evaluated: boolean | null, 
/**
 * How many alerts it gave; `null` when it was not evaluated.
 */
alerts: number | null, 
/**
 * Why rules of it were not evaluated.
 */
not_evaluated: Array<NotEvaluated>, 
/**
 * Windows of shapes that were too long for the pace of the data: what was asked and what was searched with instead.
 */
cut_windows: Array<CutWindowRow>, };

/**
 * A pack of indicators.
 */
export type Typologies = { 
/**
 * Its id.
 */
pack: string, 
/**
 * Its version.
 */
version: number, 
/**
 * The day as of which it is.
 */
as_of: string, 
/**
 * Its indicators, in its order.
 */
indicators: Array<Typology>, };
