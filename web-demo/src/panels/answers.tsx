// The answer key of a training case: hidden until it is asked for, then held against the analyst's decisions.

import { useEffect, useState } from "preact/hooks";
import { score, type Score } from "../data/training.ts";
import { said } from "../i18n/index.ts";
import { address } from "../state/route.ts";
import { engine, note, revealed, truth, work } from "../state/store.ts";

export function Answers() {
  const { t, number, named } = said.value;
  const [told, setTold] = useState<Score>();
  const key = truth.value;
  const open = revealed.value;
  const own = engine.value;
  useEffect(() => {
    let current = true;
    if (key !== undefined && open && own !== undefined) {
      void score(key, work.value, (id) => own.case(id)).then((made) => current && setTold(made));
    }
    return () => {
      current = false;
    };
  }, [key, open, work.value, own]);
  if (key === undefined) {
    return null;
  }
  if (!open) {
    return (
      <section class="card training">
        <h2>{t("answers.title")}</h2>
        <p>{t("answers.hidden", { n: key.filter((own) => !own.honest).length, honest: key.filter((own) => own.honest).length })}</p>
        <button type="button" onClick={() => ((revealed.value = true), note("answers-revealed"))} data-reveal>{t("answers.reveal")}</button>
      </section>
    );
  }
  return (
    <section class="card training" data-answers>
      <h2>{t("answers.title")}</h2>
      {told && (
        <>
          <p class="score"><strong>{t("answers.score", { found: told.found, hidden: told.hidden })}</strong> · {t("answers.wronged", { n: told.wronged, of: told.lookAlikes })} · {t("answers.unfounded", { n: told.unfounded })}</p>
          <details>
            <summary>{t("answers.list", { n: told.answers.length })}</summary>
            <table>
              <thead><tr><th scope="col">{t("pattern")}</th><th scope="col">{t("answers.kind")}</th><th scope="col" class="number">{t("overview.payments")}</th><th scope="col">{t("answers.yours")}</th></tr></thead>
              <tbody>
                {told.answers.map(({ planted, case: id }) => (
                  <tr key={planted.id}>
                    <th scope="row">{named("pattern", planted.pattern)}</th>
                    <td>{t(planted.honest ? "answers.honest" : "answers.planted")}</td>
                    <td class="number">{number(planted.transactions.length)}</td>
                    <td class={(id !== undefined) !== planted.honest ? "good" : "bad"}>{id === undefined ? t("answers.not-called") : <a href={address("case", id)}>{t("answers.called")}</a>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        </>
      )}
    </section>
  );
}
