// All that a page needs to embed Quipu.
import { open } from "../dist/web.js";

const element = (id) => document.getElementById(id);
const [file, invent, stop, report, progress, status, network, findings, account] = [
  "file", "invent", "stop", "report", "progress", "status", "network", "findings", "account",
].map(element);

let session = open();
let running;

async function analyze(source, name) {
  session.close();
  session = open();
  running = new AbortController();
  const options = { signal: running.signal, onProgress: show };
  status.className = "";
  document.querySelector("main").hidden = true;
  stop.disabled = false;
  report.disabled = true;
  try {
    const began = performance.now();
    await session.load(source, { ...options, name });
    const { rows, findings: number } = await session.analyze(options);
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const { total, items: [first] } = await session.cases({ limit: 1 });
    status.textContent = `${name}: ${rows.read.toLocaleString("en")} rows, ${number} findings in ${total} cases, in ${seconds} s`;
    document.querySelector("main").hidden = false;
    report.disabled = false;
    findings.session = session;
    if (first !== undefined) {
      await network.show(session, { of: { case: first.id } });
    }
  } catch (error) {
    status.className = "failure";
    status.textContent = error.name === "AbortError" ? "Stopped." : `${error}`;
  } finally {
    stop.disabled = true;
    progress.hidden = true;
  }
}

function show({ stage, done, total }) {
  progress.hidden = false;
  if (total > 0) {
    [progress.max, progress.value] = [total, done];
  } else {
    progress.removeAttribute("value");
  }
  status.textContent = `${stage} …`;
}

file.addEventListener("change", () => file.files.length > 0 && analyze(file.files[0], file.files[0].name));
invent.addEventListener("click", async () => {
  status.textContent = "Inventing …";
  const { transactions } = await session.simulate({ seed: 7, accounts: 1500, transactions: 30000 });
  await analyze(transactions, "invented.csv");
});
stop.addEventListener("click", () => running?.abort());
report.addEventListener("click", async () => {
  const page = new Blob([await session.output("report.html")], { type: "text/html" });
  const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(page), download: "report.html" });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
});
findings.addEventListener("finding-select", ({ detail }) => network.show(session, { of: { finding: detail.id } }));
network.addEventListener("account-select", async ({ detail }) => {
  if (detail === null) {
    account.textContent = "";
    return;
  }
  const { paid, received, counterparties, findings: number, cases } = await session.account(detail.account);
  account.textContent =
    `${detail.account}: ${paid.transactions} payments to others, ${received.transactions} from others, ` +
    `${counterparties} counterparties, ${number} findings in ${cases.length} cases`;
});
