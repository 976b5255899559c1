// The page: takes a file, has it analysed, shows what was found.

import { analyze, type Summary } from "./engine.ts";
import { showFindings } from "./findings.ts";

const NUMBER = new Intl.NumberFormat("en");

function element<T extends HTMLElement>(selector: string): T {
  const found = document.querySelector<T>(selector);
  if (found === null) {
    throw new Error(`the page lacks ${selector}`);
  }
  return found;
}

const drop = element<HTMLLabelElement>("#drop");
const input = element<HTMLInputElement>("#file");
const status = element("#status");
const results = element("#results");

// A file chosen while another is analysed takes its place.
let latest = 0;

async function open(file: File): Promise<void> {
  const run = ++latest;
  results.hidden = true;
  status.className = "";
  status.textContent = `Analysing ${file.name} ...`;
  const began = performance.now();
  try {
    const { findings, total, manifest } = await analyze(file, (stage) => {
      if (run === latest) {
        status.textContent = `Analysing ${file.name}: ${stage} ...`;
      }
    });
    if (run !== latest) {
      return;
    }
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    status.textContent = `${file.name}: analysed in ${seconds} s`;
    showOverview(manifest);
    showFindings(element<HTMLTableElement>("#results table"), findings, total);
    results.hidden = false;
  } catch (error) {
    if (run === latest) {
      status.className = "failure";
      status.textContent = String(error);
    }
  }
}

function showOverview({ rows, ledger, inputs }: Summary): void {
  const period = ledger.first && ledger.last ? `${ledger.first.slice(0, 10)} to ${ledger.last.slice(0, 10)}` : "none";
  const facts: [string, string][] = [
    ["Format", inputs.map((input) => input.format).join(", ")],
    ["Rows read", NUMBER.format(rows.read)],
    ["Accepted", NUMBER.format(rows.accepted)],
    ["Rejected", NUMBER.format(rows.rejected)],
    ["Accounts", NUMBER.format(ledger.accounts)],
    ["Period", period],
  ];
  element("#overview").replaceChildren(
    ...facts.map(([term, value]) => {
      const pair = document.createElement("div");
      const [dt, dd] = [document.createElement("dt"), document.createElement("dd")];
      dt.textContent = term;
      dd.textContent = value;
      pair.append(dt, dd);
      return pair;
    }),
  );
}

input.addEventListener("change", () => {
  const file = input.files?.[0];
  if (file) {
    void open(file);
  }
  // So that the same file can be chosen again.
  input.value = "";
});
for (const kind of ["dragover", "dragleave", "drop"] as const) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", kind === "dragover");
    const file = kind === "drop" ? event.dataTransfer?.files[0] : undefined;
    if (file) {
      void open(file);
    }
  });
}
