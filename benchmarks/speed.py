"""How fast and in how much memory `rashomon read` fills a ledger, and where the time goes.

    python benchmarks/speed.py            400 articles of 500 words: articles a second, peak memory, share of each stage
    python benchmarks/speed.py --growth   cost of one more article in ledgers of 128, 1,024 and 10,240

The program runs as a process of its own on two cores, from its start to the stored claims. Its articles are windows of
500 words over the PolNeAR training texts (first annotator), none of which shares a word with another; where more are
asked for than there are, they come again with other names and words, their consonants moved on in the alphabet. The
shares are measured in a second run inside this process, with a clock around each stage.
"""

from __future__ import annotations

import argparse
import gzip
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast
from zlib import crc32

import numpy as np

from rashomon.copies import sketch_of, wording_of
from rashomon.kinds import load_kinds
from rashomon.records import DocumentReading, Reading
from rashomon.vocabulary import load_vocabulary
from results import write_section

ROOT = Path(__file__).resolve().parents[1]
POLNEAR_TRAIN = ROOT.parent / "shared" / "data" / "polnear" / "train.jsonl.gz"
ARTICLES = 400
WORDS = 500
ARTICLES_A_DAY = 4
MEASURED_LAST = 128  # two batches that are linked at once
COMMON_WEIGHT, MOVED_PER_CENT = 0.2, 70  # as in growth.py
CORES = 2
CONSONANTS = "bcdfghjklmnpqrstvwxz"
SUBWORDS = 650  # of 500 words of PolNeAR: 814,610 sub-words to 624,643 words in its training part
STAGES = (
    "start", "documents", "articles", "reader", "attributions", "times", "places", "events", "grounding", "claims",
    "entities", "traits", "ledger", "linking",
)  # fmt: skip


vocabulary = cache(load_vocabulary)
kinds = cache(load_kinds)


class Run(NamedTuple):
    """One run of the program: what it stored, and what that cost."""

    articles: int
    claims: int
    seconds: float
    cpu_seconds: float
    peak_mb: float


def articles_of(path: Path, number: int) -> list[str]:
    """`number` different texts of 500 words."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines) if row["first"]}
    joined = "\n\n".join(texts.values())
    words = [match.span() for match in re.finditer(r"\S+", joined)]
    windows = [joined[words[i][0] : words[i + WORDS - 1][1]] for i in range(0, len(words) - WORDS + 1, WORDS)]
    return [renamed(windows[n % len(windows)], n // len(windows)) for n in range(number)]


def renamed(text: str, steps: int) -> str:
    """The text with other names, the consonants of each word that is capitalised inside a sentence moved on, and with
    other words for most that are not common and name no event: articles told again would all be of the same events."""
    if not steps:
        return text
    words = set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}", text)) | set(filter(is_moved, re.findall(r"[a-z]{4,}", text)))
    other = CONSONANTS[steps % len(CONSONANTS) :] + CONSONANTS[: steps % len(CONSONANTS)]
    moved = str.maketrans(CONSONANTS + CONSONANTS.upper(), other + other.upper())
    return re.sub(r"[A-Za-z]{3,}", lambda word: word[0].translate(moved) if word[0] in words else word[0], text)


def is_moved(word: str) -> bool:
    """Whether copies have another word for this one: for 70 in 100 of those that are not common."""
    is_common = vocabulary().weight_of(vocabulary().base_of(word)) < COMMON_WEIGHT
    tells = kinds().verb_forms.keys() | kinds().noun_forms.keys()
    return not is_common and word not in tells and crc32(word.encode()) % 100 < MOVED_PER_CENT


def write_rows(path: Path, texts: list[str]) -> None:
    """The texts as articles of seven outlets, four a day: news has dates, and linking goes by them."""
    with path.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts):
            day = date(2016, 1, 1) + timedelta(days=n // ARTICLES_A_DAY)
            row = {"id": str(n), "title": f"Article {n}", "outlet": f"Outlet {n % 7}", "text": text}
            row["published"] = day.isoformat()
            file.write(json.dumps(row) + "\n")


def run_program(rows: Path, ledger: Path) -> Run:
    """`rashomon read` on two cores, as a process, from its start to its end."""
    command = [sys.executable, "-m", "rashomon", "read", str(rows), "--ledger", str(ledger), "--json"]
    cores = sorted(os.sched_getaffinity(0))[:CORES]
    started = time.perf_counter()
    program = subprocess.Popen(command, stdout=subprocess.PIPE, preexec_fn=lambda: os.sched_setaffinity(0, cores))
    assert program.stdout is not None
    output = program.stdout.read()
    _, status, usage = os.wait4(program.pid, 0)
    seconds = time.perf_counter() - started
    program.returncode = os.waitstatus_to_exitcode(status)
    if program.returncode:
        raise SystemExit(f"rashomon read ended with {program.returncode}")
    summary = json.loads(output)
    return Run(
        articles=summary["articles"],
        claims=summary["claims"],
        seconds=seconds,
        cpu_seconds=usage.ru_utime + usage.ru_stime,
        peak_mb=usage.ru_maxrss / 1024,
    )


def stage_seconds(rows: Path, ledger_path: Path) -> dict[str, float]:
    """Seconds in each stage of one run inside this process; `start` is imports and opening."""
    spent: dict[str, float] = defaultdict(float)
    began = time.perf_counter()

    from rashomon import pipeline, sources
    from rashomon.fetch import fetch_url
    from rashomon.gazetteer import open_gazetteer
    from rashomon.ledger import open_ledger
    from rashomon.reader import open_reader

    def timed(stage: str, work: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            start = time.perf_counter()
            try:
                return work(*arguments, **options)
            finally:
                spent[stage] += time.perf_counter() - start

        return call

    def timed_items(stage: str, items: Iterator[Any]) -> Iterator[Any]:
        step = timed(stage, lambda: next(items, None))
        while (item := step()) is not None:
            yield item

    parse_documents = sources.parse_documents
    sources.parse_documents = lambda *arguments: timed_items("documents", parse_documents(*arguments))
    stages = {
        "articles": "parse_articles",
        "attributions": "attributions_of",
        "times": "times_of",
        "places": "places_of",
        "events": "events_of",
        "grounding": "grounded",
        "claims": "claims_of",
        "entities": "entities_of",
        "traits": "traits_of",
    }
    for stage, name in stages.items():
        setattr(pipeline, name, timed(stage, getattr(pipeline, name)))
    reader = open_reader()
    read = reader.read
    reader.read = lambda texts: timed_items("reader", read(texts))  # type: ignore[method-assign]
    tools = pipeline.tools_with(reader, open_gazetteer())
    with open_ledger(ledger_path) as ledger:
        ledger.write_document = timed("ledger", ledger.write_document)  # type: ignore[method-assign]
        ledger.link_new = timed("linking", ledger.link_new)  # type: ignore[method-assign]
        intake = sources.Intake(standard_input=io.BytesIO(), fetch=fetch_url, now=lambda: datetime.now(UTC))
        documents = pipeline.documents_in(sources.find_inputs([str(rows)]).inputs, intake, pipeline.Given())
        spent["start"] = time.perf_counter() - began
        outcomes = pipeline.read_documents(documents, tools, ledger=ledger)
        for _ in pipeline.write_outcomes(outcomes, ledger, read_by="benchmarks/speed.py"):
            pass
    spent["the rest"] = time.perf_counter() - began - sum(spent.values())
    return {stage: spent[stage] for stage in (*STAGES, "the rest")}


def bare_model_rate() -> float:
    """Sub-words a second of the model alone on this machine: full windows, one thread to a core, nothing around it."""
    import numpy as np
    import onnxruntime

    import rashomon

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    path = Path(rashomon.__file__).parent / "models" / "en" / "model.onnx"
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    rng = np.random.default_rng(7)
    subwords, words = 192, 150
    given = {
        "ids": rng.integers(1000, 20000, (1, subwords)),
        "firsts": np.arange(words)[None],
        "shapes": np.zeros((1, words), np.int64),
    }
    session.run(None, given)
    passes = 96
    with ThreadPoolExecutor(CORES) as pool:
        started = time.perf_counter()
        list(pool.map(lambda _: session.run(None, given), range(passes)))
        return passes * subwords / (time.perf_counter() - started)


def speed(number: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows = Path(folder, "articles.jsonl")
        write_rows(rows, articles_of(POLNEAR_TRAIN, number))
        run = run_program(rows, Path(folder, "process.db"))
        shares = stage_seconds(rows, Path(folder, "stages.db"))
    bare = bare_model_rate()
    rate = run.articles / run.seconds
    lines = [
        "## Speed",
        "",
        f"`rashomon read` of {run.articles} articles of {WORDS} words on {CORES} cores, from the start of the program",
        f"to {run.claims:,} stored claims (machine load at the end of the run: {os.getloadavg()[0]:.1f}).",
        "",
        "| articles a second | seconds | processor seconds | peak memory |",
        "| --- | --- | --- | --- |",
        f"| {rate:.1f} | {run.seconds:.1f} | {run.cpu_seconds:.1f} | {run.peak_mb:.0f} MB |",
        "",
        f"The bare model does {bare:,.0f} sub-words a second on this machine in the same run. {WORDS} English words",
        f"are about {SUBWORDS} sub-words, so one pass over each word and nothing else would give {bare / SUBWORDS:.1f}",
        "articles a second.",
        "",
        "| stage | share |",
        "| --- | --- |",
        *(f"| {stage} | {seconds / sum(shares.values()):.1%} |" for stage, seconds in shares.items()),
    ]
    print("\n".join(lines))
    if number == ARTICLES:
        write_section(
            "speed",
            "\n".join(lines),
            {
                "articles_per_second": round(rate, 2),
                "peak_mb": round(run.peak_mb),
                "share_of_bare_model": round(rate * SUBWORDS / bare, 3),
            },
        )


class KnownReader:
    """Readings of some texts made once, given again for the same texts with other names: what the model costs does not
    depend on the ledger, and ten thousand articles would take an hour of it."""

    def __init__(self, texts: list[str]) -> None:
        from rashomon.reader import open_reader

        reader = open_reader()
        self.manifest = reader.manifest
        self.places = {text: (n, 0) for n, text in enumerate(texts)}
        self._readings = list(reader.read(texts))

    def read(self, texts: Iterable[str]) -> Iterator[Reading]:
        for text in texts:
            n, steps = self.places[text]
            known = self._readings[n]
            meanings = np.frombuffer(known.meanings, np.float16).reshape(len(known.words), -1)
            yield replace(
                known,
                mentions=tuple(replace(one, text=one.span.of(text)) for one in known.mentions),
                meanings=np.roll(meanings, steps, axis=1).tobytes(),  # alike as before among articles of one round
            )


def with_other_wording(reading: DocumentReading, steps: int) -> DocumentReading:
    """The reading as if every word of the article were another one, as far as copies of texts are looked for."""
    other = str.maketrans(CONSONANTS, CONSONANTS[steps:] + CONSONANTS[:steps])
    return replace(
        reading,
        readings=tuple(
            replace(one, traits=replace(one.traits, sketch=sketch_of(wording_of(one.article.text.translate(other)))))
            for one in reading.readings
            if one.traits
        ),
    )


def growth(sizes: list[int]) -> None:
    """Processor milliseconds of everything but the model, for an article more in ledgers of these sizes."""
    from rashomon import pipeline, sources
    from rashomon.fetch import fetch_url
    from rashomon.gazetteer import open_gazetteer
    from rashomon.ledger import open_ledger

    base = articles_of(POLNEAR_TRAIN, ARTICLES)
    reader = KnownReader(base)
    texts = [renamed(base[n % ARTICLES], n // ARTICLES) for n in range(max(sizes))]
    reader.places |= {text: (n % ARTICLES, n // ARTICLES) for n, text in enumerate(texts)}
    lines = [
        "## Cost of one more article as the ledger grows",
        "",
        f"Everything but the model, for articles of {WORDS} words, {ARTICLES_A_DAY} a day: processor milliseconds,",
        f"mean of the last {MEASURED_LAST}. After {ARTICLES} the same articles come again with other names, words,",
        "dates and meanings.",
        "",
        "| articles in the ledger | milliseconds each | of that stored and linked | ledger |",
        "| --- | --- | --- | --- |",
    ]
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        rows, path = Path(folder, "articles.jsonl"), Path(folder, "rashomon.db")
        write_rows(rows, texts)
        tools = pipeline.tools_with(cast(Any, reader), open_gazetteer())
        intake = sources.Intake(standard_input=io.BytesIO(), fetch=fetch_url, now=lambda: datetime.now(UTC))
        documents = pipeline.documents_in(sources.find_inputs([str(rows)]).inputs, intake, pipeline.Given())
        with open_ledger(path) as ledger:
            each: list[tuple[float, float]] = []
            began = time.process_time()
            for n, reading in enumerate(pipeline.read_documents(documents, tools, ledger=ledger)):
                if not isinstance(reading, DocumentReading):
                    raise SystemExit(f"article {n} was not read: {reading}")
                reading = with_other_wording(reading, n // ARTICLES)
                stored = time.process_time()
                ledger.write_document(reading, read_by="benchmarks/speed.py", link_later=True)
                if (n + 1) % pipeline.LINKED_AT_ONCE == 0:
                    ledger.link_new()
                ended = time.process_time()
                each.append((ended - began, ended - stored))
                began = ended
                if n + 1 in sizes:
                    last = each[-MEASURED_LAST:]
                    whole, kept = (1000 * sum(spent) / len(last) for spent in zip(*last, strict=True))
                    figures[f"ms_per_article_{n + 1}"] = round(whole, 2)
                    lines.append(f"| {n + 1:,} | {whole:.1f} | {kept:.1f} | {path.stat().st_size / 1e6:.1f} MB |")
                    print(lines[-1], flush=True)
    write_section("speed-growth", "\n".join(lines), figures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=ARTICLES, help="another number of articles; records nothing")
    parser.add_argument("--growth", action="store_true", help="cost per article at growing numbers")
    parser.add_argument("--sizes", type=int, nargs="+", default=[128, 1024, 10_240], help="the numbers for --growth")
    options = parser.parse_args()
    if not POLNEAR_TRAIN.exists():
        raise SystemExit(f"the texts are missing: {POLNEAR_TRAIN}")
    if options.growth:
        growth(options.sizes)
    else:
        speed(options.articles)


if __name__ == "__main__":
    main()
