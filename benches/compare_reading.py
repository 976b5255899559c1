#!/usr/bin/env python3
"""Reading an AMLworld export to a sorted table of interned accounts: Quipu, DuckDB and polars, in one run.

    benches/compare_reading.py [--rows 5000000] [--rounds 3] [--threads 2] [FILE]

Without a FILE it has the simulator write one. It makes its own environment (benches/.venv) with DuckDB and polars, and
builds Quipu's example `read_ledger` for release. All three do the same work with as many threads: parse, timestamps,
account codes, sort by time. Each run is a process of its own, the tools take turns, and the fastest round of each counts.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / "benches" / ".venv"
STAMP = "%Y/%m/%d %H:%M"


def polars_reads(path, threads):
    os.environ["POLARS_MAX_THREADS"] = str(threads)
    import polars as pl

    start = time.perf_counter()
    texts = ["From Bank", "Account", "To Bank", "Account_duplicated_0"]
    table = pl.read_csv(path, schema_overrides={name: pl.String for name in texts})
    payer = pl.concat_str([pl.col("From Bank"), pl.col("Account")], separator=":")
    payee = pl.concat_str([pl.col("To Bank"), pl.col("Account_duplicated_0")], separator=":")
    named = ["Payment Currency", "Receiving Currency", "Payment Format"]
    table = table.with_columns(
        pl.col("Timestamp").str.to_datetime(STAMP, time_unit="ms"),
        payer.alias("payer"),
        payee.alias("payee"),
        *(pl.col(name).cast(pl.Categorical) for name in named),
    ).drop(texts)
    codes = pl.concat([table["payer"], table["payee"]]).cast(pl.Categorical).to_physical()
    rows = table.height
    table = table.with_columns(codes[:rows].alias("payer"), codes[rows:].alias("payee")).sort("Timestamp")
    return time.perf_counter() - start, table.height, codes.n_unique()


def duckdb_reads(path, threads):
    import duckdb

    start = time.perf_counter()
    db = duckdb.connect()
    db.execute(f"SET threads = {threads}; SET preserve_insertion_order = false")
    columns = {
        "stamp": "TIMESTAMP", "from_bank": "VARCHAR", "payer": "VARCHAR", "to_bank": "VARCHAR", "payee": "VARCHAR",
        "received": "DOUBLE", "received_in": "VARCHAR", "paid": "DOUBLE", "paid_in": "VARCHAR", "channel": "VARCHAR",
        "label": "TINYINT",
    }
    db.execute(
        "CREATE TEMP TABLE payments AS SELECT * REPLACE (from_bank || ':' || payer AS payer, to_bank || ':' || payee AS payee) "
        f"FROM read_csv(?, header = true, columns = {json.dumps(columns)}, timestampformat = '{STAMP}')",
        [path],
    )
    db.execute(
        "CREATE TEMP TABLE accounts AS SELECT name, row_number() OVER () AS code "
        "FROM (SELECT payer AS name FROM payments UNION SELECT payee FROM payments)"
    )
    db.execute(
        "CREATE TEMP TABLE ledger AS SELECT stamp, a.code AS payer, b.code AS payee, received, received_in, paid, paid_in, "
        "channel, label FROM payments JOIN accounts a ON payments.payer = a.name "
        "JOIN accounts b ON payments.payee = b.name ORDER BY stamp"
    )
    rows = db.execute("SELECT count(*) FROM ledger").fetchone()[0]
    accounts = db.execute("SELECT count(*) FROM accounts").fetchone()[0]
    return time.perf_counter() - start, rows, accounts


def quipu_reads(path, threads):
    program = ROOT / "target" / "release" / "examples" / "read_ledger"
    start = time.perf_counter()
    out = subprocess.run([program, "--threads", str(threads), path], check=True, capture_output=True, text=True).stdout
    elapsed = time.perf_counter() - start
    told = next(line for line in out.splitlines() if " transactions, " in line).split()
    return elapsed, int(told[0]), int(told[2])


TOOLS = {"quipu": quipu_reads, "polars": polars_reads, "duckdb": duckdb_reads}


def environment():
    python = VENV / "bin" / "python"
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", "duckdb", "polars"], check=True)
    return python


def simulated(rows):
    path = ROOT / "target" / f"compare_reading_{rows}_amlworld.csv"
    if not path.exists():
        command = ["cargo", "run", "--release", "--quiet", "-p", "quipu-cli", "--", "simulate", "--seed", "1"]
        command += ["--format", "amlworld", "--accounts", str(max(rows // 10, 100)), "--transactions", str(rows), "--out", path]
        subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--only", choices=TOOLS, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        seconds, rows, accounts = TOOLS[given.only](str(given.file), given.threads)
        who = resource.RUSAGE_CHILDREN if given.only == "quipu" else resource.RUSAGE_SELF
        peak = resource.getrusage(who).ru_maxrss
        print(json.dumps({"seconds": seconds, "rows": rows, "accounts": accounts, "peak_mb": peak // 1024}))
        return
    python = environment()
    build = ["cargo", "build", "--release", "--quiet", "-p", "quipu", "--example", "read_ledger"]
    subprocess.run(build, check=True, cwd=ROOT)
    path = given.file or simulated(given.rows)
    best = {}
    for _ in range(given.rounds):
        for tool in TOOLS:
            command = [python, __file__, "--only", tool, "--threads", str(given.threads), path]
            found = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout)
            if tool not in best or found["seconds"] < best[tool]["seconds"]:
                best[tool] = found
    # Where Quipu rejects a row, the others fail or read it otherwise; then the work was not the same.
    if len({found["rows"] for found in best.values()}) > 1:
        print("the tools did not read the same number of rows:", {tool: found["rows"] for tool, found in best.items()})
    print(f"{best['quipu']['rows']:,} rows, {best['quipu']['accounts']:,} accounts, {given.threads} threads, "
          f"{path.stat().st_size / 1e6:.0f} MB, best of {given.rounds}")
    for tool, found in best.items():
        ratio = found["seconds"] / best["quipu"]["seconds"]
        print(f"{tool:8} {found['seconds']:7.3f} s   {ratio:5.2f} x quipu   peak {found['peak_mb']:,} MB")


if __name__ == "__main__":
    main()
