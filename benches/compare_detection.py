#!/usr/bin/env python3
"""Detection as users do it today: networkx and igraph by day, DuckDB self-joins, and Quipu, in one run.

    benches/compare_detection.py [--rows 100000 1000000] [--hops 5] [--limit 120] [--rounds 3] [--threads 2] [FILE...]

Without a FILE it has the simulator write one of each number of rows. It makes its own environment (benches/.venv) with
the three libraries, and builds Quipu for release; QUIPU names a program to take instead.

What is asked of whom:
- cycles: 2 to --hops accounts, each transaction not before the last, within 24 hours. networkx and igraph list the simple
  cycles of the graph of each calendar day (no self-transfers, parallel payments once) and check each for a time order;
  that cannot see a cycle over midnight. Quipu is also asked with its default of 10 hops.
- cycles of 3 and of 4 accounts, time order and window as above: DuckDB joins payments with themselves.
- scatter-gather: at least 3 middles within 6 hours, habitual payments included: DuckDB joins payments with themselves.

A library's time begins with coded accounts and times in memory and ends with the list of what was found. Quipu's "whole"
is its process: it reads the file, detects, ranks, and writes findings, cases and report with every transaction of
evidence. "Added" is that less the same for a pattern that costs next to nothing; below some hundredths of a second it is
noise. Ratios are against the whole, which favours the libraries. Everything Quipu found is reported: no score cuts it.
"""

import argparse
import bisect
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / "benches" / ".venv"
DAY = 86_400
KEEP_ALL = "least-score = 0\nalways = 4294967295\n"
CYCLES = KEEP_ALL + '[temporal-cycle]\nwindows = ["24h"]\nsteps = 1000000000\nhops = {}\n'
SCATTER = KEEP_ALL + 'habitual = true\n[scatter-gather]\nwindows = ["6h"]\nmiddles = 3\nsteps = 1000000000\n'
# Three layers within a second: nothing to find, and nothing to look at.
NOTHING = KEEP_ALL + '[stack]\nwindows = ["1s"]\n'


def loaded(path, threads):
    """A DuckDB connection with `accounts` (name, code) and `payments` (t in seconds, payer, payee), by time."""
    import duckdb

    db = duckdb.connect()
    db.execute(f"SET threads = {threads}")
    names = ["stamp", "from_bank", "payer", "to_bank", "payee", "received", "received_in", "paid", "paid_in", "channel", "label"]
    columns = json.dumps(dict.fromkeys(names, "VARCHAR"))
    db.execute(
        "CREATE TEMP TABLE rows AS SELECT epoch(strptime(stamp, '%Y/%m/%d %H:%M'))::BIGINT AS t, "
        "from_bank || ':' || payer AS payer, to_bank || ':' || payee AS payee "
        f"FROM read_csv(?, header = true, columns = {columns})",
        [str(path)],
    )
    db.execute(
        "CREATE TEMP TABLE accounts AS SELECT name, (row_number() OVER () - 1)::INTEGER AS code "
        "FROM (SELECT payer AS name FROM rows UNION SELECT payee FROM rows)"
    )
    db.execute(
        "CREATE TEMP TABLE payments AS SELECT t, a.code AS payer, b.code AS payee FROM rows "
        "JOIN accounts a ON rows.payer = a.name JOIN accounts b ON rows.payee = b.name WHERE a.code <> b.code ORDER BY t"
    )
    db.execute("DROP TABLE rows")
    return db


def rotated(cycle):
    """The same cycle, from its least account."""
    least = cycle.index(min(cycle))
    return tuple(cycle[least:]) + tuple(cycle[:least])


def ordered(cycle, times):
    """Whether payments along the cycle, from any of its accounts, can be in order. `times` of each pair are sorted."""
    legs = [times[pair] for pair in zip(cycle, cycle[1:] + cycle[:1])]
    for first in range(len(legs)):
        for now in legs[first]:
            for leg in legs[first + 1:] + legs[:first]:
                place = bisect.bisect_left(leg, now)
                if place == len(leg):
                    break
                now = leg[place]
            else:
                return True
    return False


def networkx_cycles(times, hops):
    import networkx

    return (tuple(cycle) for cycle in networkx.simple_cycles(networkx.DiGraph(list(times)), length_bound=hops))


def igraph_cycles(times, hops):
    import igraph

    accounts = sorted({account for pair in times for account in pair})
    place = {account: at for at, account in enumerate(accounts)}
    # The mode as a number: igraph 1.0.0 raises a TypeError for its name.
    graph = igraph.Graph(len(accounts), [(place[a], place[b]) for a, b in times], directed=True)
    return (tuple(accounts[at] for at in cycle) for cycle in graph.simple_cycles(mode=int(igraph.OUT), max=hops))


def by_day(db, cycles, hops, began):
    columns = db.execute("SELECT * FROM payments ORDER BY t").fetchnumpy()
    start = began()
    days = defaultdict(lambda: defaultdict(list))
    for t, payer, payee in zip(*(columns[name].tolist() for name in ("t", "payer", "payee"))):
        days[t // DAY][payer, payee].append(t)
    found, listed = set(), 0
    for times in days.values():
        for cycle in cycles(times, hops):
            listed += 1
            if ordered(cycle, times):
                found.add(rotated(cycle))
    return time.perf_counter() - start, found, listed


def joined_cycles(db, hops, began):
    """Cycles of so many accounts, each from its least account, by self-joins on account and time."""
    joins = []
    for hop in range(1, hops):
        on = [f"p{hop}.payer = p{hop - 1}.payee", f"p{hop}.t BETWEEN p{hop - 1}.t AND p0.t + {DAY}"]
        on += [f"p{hop}.payee <> p{other}.payer" for other in range(hop + 1) if (hop, other) != (hops - 1, 0)]
        if hop == hops - 1:
            on.append(f"p{hop}.payee = p0.payer")
        joins.append(f"JOIN payments p{hop} ON {' AND '.join(on)}")
    start = began()
    accounts = ", ".join(f"p{hop}.payer" for hop in range(hops))
    rows = db.execute(f"SELECT DISTINCT {accounts} FROM payments p0 {' '.join(joins)}").fetchall()
    found = {rotated(row) for row in rows}
    return time.perf_counter() - start, found, len(rows)


def joined_scatters(db, began):
    """Sources and sinks that 3 middles join within 6 hours: a window may begin with any first leg."""
    start = began()
    window = 6 * 3600
    found = db.execute(
        "WITH paths AS (SELECT a.payer AS source, a.payee AS middle, b.payee AS sink, a.t AS t1, b.t AS t2 FROM payments a "
        f"JOIN payments b ON b.payer = a.payee AND b.t BETWEEN a.t AND a.t + {window} WHERE b.payee <> a.payer), "
        "pairs AS (SELECT source, sink FROM paths GROUP BY ALL HAVING count(DISTINCT middle) >= 3), "
        "kept AS MATERIALIZED (SELECT paths.* FROM paths JOIN pairs USING (source, sink)) "
        "SELECT DISTINCT source, sink FROM (SELECT w.source, w.sink, w.t1 FROM kept w JOIN kept p ON p.source = w.source "
        f"AND p.sink = w.sink AND p.t1 >= w.t1 AND p.t2 <= w.t1 + {window} "
        "GROUP BY ALL HAVING count(DISTINCT p.middle) >= 3)"
    ).fetchall()
    return time.perf_counter() - start, set(found), len(found)


def library(task, path, given):
    """Runs one library here and prints what it found; the alarm ends the process when the limit is reached."""
    db = loaded(path, given.threads)
    names = dict(db.execute("SELECT code, name FROM accounts").fetchall())

    def began():
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(given.limit)
        return time.perf_counter()

    seconds, found, listed = {
        "networkx": lambda: by_day(db, networkx_cycles, given.hops, began),
        "igraph": lambda: by_day(db, igraph_cycles, given.hops, began),
        "cycles3": lambda: joined_cycles(db, 3, began),
        "cycles4": lambda: joined_cycles(db, 4, began),
        "scatter": lambda: joined_scatters(db, began),
    }[task]()
    signal.alarm(0)
    print(json.dumps({"seconds": seconds, "listed": listed, "found": [[names[code] for code in each] for each in found]}))


def asked(task, path, given):
    """What a library answers in a process of its own; None when it takes longer than the limit."""
    command = [VENV / "bin" / "python", __file__, "--only", task, "--threads", str(given.threads)]
    command += ["--limit", str(given.limit), "--hops", str(given.hops), path]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    if done.returncode == -signal.SIGALRM:
        return None
    done.check_returncode()
    return json.loads(done.stdout)


def quipu(program, path, given, pattern, parameters):
    """The fastest whole process of so many rounds, and its findings."""
    best = float("inf")
    with tempfile.TemporaryDirectory() as folder:
        chosen, out = Path(folder, "parameters.toml"), Path(folder, "out")
        chosen.write_text(parameters)
        command = [program, "analyze", "--quiet", "--threads", str(given.threads), "--pattern", pattern, "--params", chosen]
        for _ in range(given.rounds):
            start = time.perf_counter()
            subprocess.run([*command, "--out", out, path], check=True)
            best = min(best, time.perf_counter() - start)
        with open(out / "findings.ndjson", encoding="utf-8") as lines:
            findings = [json.loads(line) for line in lines]
    if any(finding.get("truncated") for finding in findings):
        print("a search of Quipu reached its bound on work:", pattern)
    return best, findings


def within_a_day(finding):
    """Whether the evidence of a cycle has a time order within one calendar day."""
    days = defaultdict(lambda: defaultdict(list))
    for payment in finding["transactions"]:
        days[payment["time"][:10]][payment["from"], payment["to"]].append(payment["time"])
    for times in days.values():
        for all_times in times.values():
            all_times.sort()
    members = finding["roles"]["members"]
    return any(ordered(members, times) for times in days.values())


def environment():
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    if subprocess.run([python, "-c", "import duckdb, igraph, networkx, numpy"], stderr=subprocess.DEVNULL).returncode:
        subprocess.run([python, "-m", "pip", "install", "--quiet", "duckdb", "igraph", "networkx", "numpy"], check=True)
    shown = "import importlib.metadata as m, platform; print('Python', platform.python_version(), end='')\n"
    shown += "for name in ('networkx', 'igraph', 'duckdb'): print(f', {name} {m.version(name)}', end='')"
    print(subprocess.run([python, "-c", shown], check=True, stdout=subprocess.PIPE, text=True).stdout)


def simulated(program, rows):
    path = ROOT / "target" / f"compare_detection_{rows}_amlworld.csv"
    path.parent.mkdir(exist_ok=True)
    command = [program, "simulate", "--quiet", "--seed", "1", "--format", "amlworld", "--accounts", str(max(rows // 10, 100))]
    subprocess.run([*command, "--transactions", str(rows), "--out", path], check=True)
    return path


def compare(program, path, given):
    base, _ = quipu(program, path, given, "stack", NOTHING)
    print(f"\n{path.name}: Quipu with nothing to find {base:.2f} s, of {given.rounds} rounds the best; {given.threads} threads")
    differs = []

    def row(who, what, seconds, found, note=""):
        print(f"  {who:9} {what:34} {seconds:>22} {found:>10}  {note}")

    def ours(what, pattern, parameters):
        seconds, findings = quipu(program, path, given, pattern, parameters)
        key = lambda roles: rotated(roles["members"]) if "members" in roles else (roles["source"][0], roles["sink"][0])
        found = {key(finding["roles"]) for finding in findings}
        row("quipu", what, f"{seconds:.2f} s whole", len(found), f"added {seconds - base:+.2f} s")
        return seconds, findings, found

    def theirs(task, who, what, whole, expected):
        answer = asked(task, path, given)
        if answer is None:
            row(who, what, f"more than {given.limit} s", "-", f"more than {given.limit / whole:.0f} x quipu's whole")
            return
        found = {rotated(each) if "cycles" in what else tuple(each) for each in answer["found"]}
        note = f"{answer['seconds'] / whole:.1f} x quipu's whole"
        row(who, what, f"{answer['seconds']:.2f} s", len(found), note + (f"; {answer['listed']:,} cycles looked at" if "day" in what else ""))
        if found != expected:
            differs.append(f"{who}, {what}: {len(found - expected)} that Quipu has not, {len(expected - found)} that only Quipu has")

    row("", "", "time", "found")
    ours("cycles to 10 hops", "temporal-cycle", CYCLES.format(10))
    whole, findings, found = ours(f"cycles to {given.hops} hops", "temporal-cycle", CYCLES.format(given.hops))
    daily = {rotated(finding["roles"]["members"]) for finding in findings if within_a_day(finding)}
    row("", "  of these within a calendar day", "", len(daily), f"{len(found) - len(daily)} only over midnight")
    theirs("networkx", "networkx", f"cycles to {given.hops} hops, by day", whole, daily)
    theirs("igraph", "igraph", f"cycles to {given.hops} hops, by day", whole, daily)
    for hops in (3, 4):
        what = f"cycles of {hops}"
        whole, _, found = ours(f"cycles to {hops} hops", "temporal-cycle", CYCLES.format(hops))
        exact = {cycle for cycle in found if len(cycle) == hops}
        row("", f"  of these {what}", "", len(exact))
        theirs(f"cycles{hops}", "duckdb", what, whole, exact)
    whole, _, found = ours("scatter-gather", "scatter-gather", SCATTER)
    theirs("scatter", "duckdb", "scatter-gather", whole, found)
    print("  " + ("the answers differ: " + "; ".join(differs) if differs else "every answer that came is the same as Quipu's"))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", type=Path, metavar="FILE")
    parser.add_argument("--rows", nargs="+", type=int, default=[100_000, 1_000_000])
    parser.add_argument("--hops", type=int, default=5)
    parser.add_argument("--limit", type=int, default=120, help="seconds for each question to a library")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        library(given.only, given.files[0], given)
        return
    environment()
    program = os.environ.get("QUIPU")
    if program is None:
        subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "quipu-cli"], check=True, cwd=ROOT)
        program = ROOT / "target" / "release" / "quipu"
    for path in given.files or [simulated(program, rows) for rows in given.rows]:
        compare(program, path, given)


if __name__ == "__main__":
    main()
