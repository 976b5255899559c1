// Who is behind the accounts of a case, as the files of parties tell it: holders, their relations and shares, what they share,
// lists, and the way to someone on a list.

import type { Case } from "../engine.ts";
import { said } from "../i18n/index.ts";
import { Account, Text } from "../parts/name.tsx";

const MOST = 40;

export function Holders({ one }: { one: Case }) {
  const { t } = said.value;
  const told = one.detail?.parties;
  if (told === undefined) {
    return null;
  }
  const { holders, relations, shared, distances, accounts_without_holder } = told;
  return (
    <section class="card">
      <h2>{t("case.holders")}</h2>
      <ul class="notes">
        {holders.slice(0, MOST).map((holder) => (
          <li key={`${holder.scope ?? ""}:${holder.id}`}>
            <strong><Text value={holder.name || holder.id} most={80} /></strong> <small class="faint">{holder.kind}</small>
            {holder.listed.map((own) => <span class="chip bad" key={own.list + own.entry}>{t("case.listed", { list: own.list })}</span>)}
            <div>{holder.accounts.slice(0, 8).map((account) => <span key={account}><Account name={account} /> </span>)}</div>
          </li>
        ))}
      </ul>
      {holders.length > MOST && <p class="faint">{t("more", { n: holders.length - MOST })}</p>}
      {accounts_without_holder > 0 && <p class="faint">{t("case.without-holder", { n: accounts_without_holder })}</p>}
      {relations.length > 0 && (
        <>
          <h3>{t("case.relations")}</h3>
          <ul>
            {relations.slice(0, MOST).map((own, at) => (
              <li key={at}>
                <Text value={own.first?.name ?? ""} most={60} /> <span class="faint" lang="en">{own.kind}{own.role && ` (${own.role})`}</span> → <Text value={own.second.name} most={60} /> {own.share ?? ""}
                <small class="faint"> <Text value={own.file} most={40} />:{own.record}</small>
              </li>
            ))}
          </ul>
          {relations.length > MOST && <p class="faint">{t("more", { n: relations.length - MOST })}</p>}
        </>
      )}
      {shared.length > 0 && (
        <>
          <h3>{t("case.shared")}</h3>
          <ul>{shared.slice(0, MOST).map((own) => <li key={own.kind + own.value}><span class="faint" lang="en">{own.kind}</span> <Text value={own.value} most={60} />: {own.parties.slice(0, 6).map((party) => <span key={party.id}><Text value={party.name || party.id} most={40} />; </span>)}</li>)}</ul>
        </>
      )}
      {distances.length > 0 && <ul>{distances.slice(0, MOST).map((own, at) => <li key={at}><Text value={own.from} most={60} />: {t("case.distance", { n: own.distance, name: own.target.name })}</li>)}</ul>}
    </section>
  );
}
