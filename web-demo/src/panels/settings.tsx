// Language and looks, and who is working.

import { type Language, language, LANGUAGES, said } from "../i18n/index.ts";
import { analyst } from "../state/store.ts";
import { look, LOOKS, type Look } from "../style/look.ts";

export function Settings() {
  const { t } = said.value;
  return (
    <>
      <label>
        <span class="unseen">{t("analyst")}</span>
        <input class="analyst" type="text" placeholder={t("analyst")} value={analyst.value} maxLength={80} autocomplete="off" onChange={(event) => (analyst.value = event.currentTarget.value)} />
      </label>
      <label>
        <span class="unseen">{t("language")}</span>
        <select value={language.value} onChange={(event) => (language.value = event.currentTarget.value as Language)} data-language>
          {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
        </select>
      </label>
      <label>
        <span class="unseen">{t("look")}</span>
        <select value={look.value} onChange={(event) => (look.value = event.currentTarget.value as Look)} data-look>
          {LOOKS.map((own) => <option key={own} value={own}>{t(`look.${own}`)}</option>)}
        </select>
      </label>
    </>
  );
}
