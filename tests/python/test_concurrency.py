"""Threads, processes, signals and panics."""

from __future__ import annotations

import concurrent.futures
import itertools
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import textwrap
import threading
import time
from typing import Any

import pytest

import dateline
from dateline import _extract

CONTENT = [
    f"Report {n}. Police arrested {n} protesters in Kyiv on Friday, officials said.\n\n“No,” he said."
    for n in range(200)
]


def test_results_do_not_depend_on_threads_or_company(texts: list[str]) -> None:
    alone = [dateline.extract([text], ids=[n], n_threads=1)[0] for n, text in enumerate(texts)]
    for n_threads in (1, 2, 3, 16):
        # repr of the dict tells apart what == does not: 1 and 1.0, the order of keys
        together = dateline.extract(texts, n_threads=n_threads)
        assert [repr(dict(a)) for a in together if a] == [repr(dict(a)) for a in alone if a]


def test_tables_do_not_depend_on_threads() -> None:
    one = dateline.Extractor(n_threads=1).tables(CONTENT)
    many = dateline.Extractor(n_threads=7).tables(CONTENT)
    for (name, table), (_, other) in zip(one, many, strict=True):
        assert table.to_pyarrow().equals(other.to_pyarrow()), name
        assert table.to_pyarrow().to_batches() == other.to_pyarrow().to_batches(), name


def test_the_environment_sets_the_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_NUM_THREADS", "3")
    assert dateline.Extractor()._n_threads == 3
    assert dateline.Extractor(n_threads=2)._n_threads == 2
    monkeypatch.setenv("DATELINE_NUM_THREADS", "")
    assert dateline.Extractor()._n_threads == 0
    monkeypatch.setenv("DATELINE_NUM_THREADS", "3")
    pickled = pickle.dumps(dateline.Extractor())
    monkeypatch.setenv("DATELINE_NUM_THREADS", "5")
    assert pickle.loads(pickled)._n_threads == 5, "the machine that works decides, not the one that pickled"
    for wrong in ("0", "many", "-1", "1.5", "२"):
        monkeypatch.setenv("DATELINE_NUM_THREADS", wrong)
        with pytest.raises(dateline.InputError, match="DATELINE_NUM_THREADS: expected a whole number"):
            dateline.Extractor()


@pytest.mark.skipif(not os.path.isdir("/proc/self/task"), reason="counts threads as Linux lists them")
@pytest.mark.parametrize("n_threads", [1, 3])
def test_no_more_threads_than_asked_for(n_threads: int) -> None:
    before = len(os.listdir("/proc/self/task"))
    most = 0

    def count(_: int) -> None:
        nonlocal most
        most = max(most, len(os.listdir("/proc/self/task")) - before)

    extractor = dateline.Extractor(n_threads=n_threads)
    # Long enough that results come in while threads still work, on a quick machine too.
    extractor._extract(CONTENT * 30, None, None, 0, count)
    assert 1 <= most <= n_threads
    # A thread that has ended stays in the list until the system has cleared it away, which takes a while under load.
    deadline = time.monotonic() + 10
    while len(os.listdir("/proc/self/task")) > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(os.listdir("/proc/self/task")) <= before, "no thread outlives its call"


@pytest.mark.parametrize("n_threads", [1000, 10**6, 10**30])
def test_more_threads_than_there_is_work_for(n_threads: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = dateline.extract(CONTENT[:3], n_threads=1)
    assert dateline.extract(CONTENT[:3], n_threads=n_threads) == expected
    monkeypatch.setenv("DATELINE_NUM_THREADS", str(n_threads))
    assert dateline.extract(CONTENT[:3]) == expected


def test_other_python_threads_run_meanwhile() -> None:
    steps = 0
    done = threading.Event()

    def step() -> None:
        nonlocal steps
        while not done.is_set():
            steps += 1
            time.sleep(0.001)

    thread = threading.Thread(target=step)
    thread.start()
    start = time.monotonic()
    dateline.Extractor(n_threads=1).tables(["Officials met in Geneva on Friday. " * 20_000])
    elapsed = time.monotonic() - start
    done.set()
    thread.join()
    assert steps > elapsed / 0.001 / 20, "the interpreter is released during the work"


def test_one_extractor_serves_many_threads(texts: list[str]) -> None:
    extractor = dateline.Extractor()
    expected = extractor.extract(texts)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        for result in pool.map(extractor.extract, [texts] * 24):
            assert result == expected


def test_extractors_pickle_as_their_options() -> None:
    extractor = dateline.Extractor(
        layers=["events", "tokens"], n_threads=2, on_error="null", threshold=0.25, any_language=True
    )
    twin = pickle.loads(pickle.dumps(extractor))
    assert repr(twin) == repr(extractor)
    assert repr(twin) == (
        "Extractor(layers=('events', 'tokens'), n_threads=2, on_error='null', threshold=0.25, any_language=True)"
    )
    assert twin.extract(["Officials met."]) == extractor.extract(["Officials met."])
    assert repr(dateline.Extractor()) == "Extractor()"
    assert b"/" not in pickle.dumps(extractor), "no path that another machine may lack"


def _work(extractor: dateline.Extractor, texts: list[str]) -> Any:
    return extractor.extract(texts)


@pytest.mark.parametrize("method", multiprocessing.get_all_start_methods())
def test_processes_of_every_kind_after_use(method: str) -> None:
    extractor = dateline.Extractor(n_threads=2)
    expected = extractor.extract(CONTENT[:20])  # threads have run before the fork
    with concurrent.futures.ProcessPoolExecutor(2, multiprocessing.get_context(method)) as pool:
        for future in [pool.submit(_work, extractor, CONTENT[:20]) for _ in range(4)]:
            assert future.result(timeout=120) == expected


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_fork_while_another_thread_is_inside_a_call() -> None:
    code = """
        import os, threading, dateline
        texts = ["Officials met in Geneva on Friday. " * 50] * 400
        expected = dateline.extract(texts[:5])
        busy = threading.Thread(target=dateline.extract, args=(texts,))
        busy.start()
        child = os.fork()
        if child == 0:
            os._exit(0 if dateline.extract(texts[:5]) == expected else 1)
        status = os.waitpid(child, 0)[1]
        busy.join()
        raise SystemExit(os.waitstatus_to_exitcode(status))
    """
    subprocess.run([sys.executable, "-W", "ignore", "-c", textwrap.dedent(code)], check=True, timeout=120)


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("kind", ["extract", "tables", "tokenize"])
@pytest.mark.parametrize(
    "texts", ["['Officials met in Geneva on Friday. ' * 40] * 100_000", "['Police met. ' * 4_000_000]"]
)
def test_ctrl_c_comes_back_at_once(kind: str, texts: str) -> None:
    """From many articles and from inside a single huge one."""
    code = f"""
        import os, signal, sys, threading, time, dateline
        signal.signal(signal.SIGINT, signal.default_int_handler)  # which background jobs ignore
        extractor = dateline.Extractor(n_threads=2)
        extractor.{kind}(["Warm up."])
        texts = {texts}
        sent = []
        def interrupt():
            sent.append(time.monotonic())
            os.kill(os.getpid(), signal.SIGINT)
        threading.Timer(0.5, interrupt).start()
        try:
            extractor.{kind}(texts)
        except KeyboardInterrupt:
            print(time.monotonic() - sent[0], flush=True)
            os._exit(0)
        print("finished before the signal came")
        os._exit(1)
    """
    run = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, timeout=120, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert float(run.stdout) < 0.2


@pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX signals")
@pytest.mark.parametrize("argument", ["texts", "published", "ids"])
def test_ctrl_c_comes_back_while_arguments_are_read(argument: str) -> None:
    """From reading millions of items that run no Python code in which signals would be looked for."""
    item = {"texts": "A.", "published": "2016-09-23", "ids": 7}[argument]
    arguments: dict[str, Any] = {"texts": ["A."], argument: itertools.repeat(item, 30_000_000)}
    extractor = dateline.Extractor(n_threads=1)
    before = signal.signal(signal.SIGALRM, signal.default_int_handler)
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.1)
        start = time.monotonic()
        with pytest.raises(KeyboardInterrupt):
            extractor.extract(**arguments)
        assert time.monotonic() - start < 0.3
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_results_of_a_call_that_fails_are_freed_in_the_background(monkeypatch: pytest.MonkeyPatch) -> None:
    """An article takes half a millisecond to free; after hours of work Ctrl-C would seem to hang."""
    handed: list[list[Any]] = []
    monkeypatch.setattr(_extract, "_free", handed.append)
    done = 0

    def stop(count: int) -> None:
        nonlocal done
        done += count
        if done == 30:
            raise KeyboardInterrupt

    extractor = dateline.Extractor()
    with pytest.raises(KeyboardInterrupt):
        extractor._extract(CONTENT, None, None, 0, stop)
    [shown] = handed
    assert sum(article is not None for article in shown) == 30


def test_freeing_in_the_background_lets_others_run() -> None:
    freed: list[str] = []

    class Slow:
        def __del__(self) -> None:
            time.sleep(0.02)
            freed.append(threading.current_thread().name)

    items = [Slow() for _ in range(20)]
    _extract._free(items)
    assert len(freed) < 20, "it returns at once"
    deadline = time.monotonic() + 10
    while len(freed) < 20 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert freed == ["dateline-free"] * 20


def test_signal_handlers_that_do_not_raise_do_not_stop_the_call() -> None:
    seen = []
    before = signal.signal(signal.SIGTERM, lambda *_: seen.append(1))
    try:
        timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGTERM))
        timer.start()
        articles = dateline.extract(CONTENT * 2)
        timer.join()
    finally:
        signal.signal(signal.SIGTERM, before)
    assert len(articles) == len(CONTENT) * 2


def test_a_panic_names_its_article(panic: str, capfd: pytest.CaptureFixture[str]) -> None:
    texts = [*CONTENT[:40], panic, *CONTENT[40:80]]
    ids = [f"report-{n}" for n in range(81)]
    for call in (dateline.Extractor().extract, dateline.Extractor().tables):
        with pytest.raises(dateline.InternalError, match=r'texts\[40\]: internal error \(id "report-40"\): asked to'):
            call(texts, ids=ids)
    with pytest.raises(dateline.InternalError, match=r"texts\[40\]"):
        dateline.tokenize(texts)
    assert capfd.readouterr().err == "", "nothing on standard error"


def test_a_panic_gives_a_null_row_if_asked(panic: str) -> None:
    texts = [*CONTENT[:40], panic, *CONTENT[40:80]]
    expected = dateline.extract(texts[:40])
    with pytest.warns(RuntimeWarning, match=r"1 texts gave null rows: texts\[40\]: internal error") as warned:
        articles = dateline.extract(texts, on_error="null")
    assert articles[:40] == expected
    assert [n for n, article in enumerate(articles) if article is None] == [40]
    assert warned[0].filename == __file__
    with pytest.warns(RuntimeWarning, match=r"texts\[40\]"):
        tables = dateline.Extractor(on_error="null").tables(texts)
    assert tables.articles.to_polars()["language"].is_null().to_list() == [n == 40 for n in range(81)]
    others = dateline.Extractor().tables([*texts[:40], None, *texts[41:]])
    for (name, table), (_, other) in zip(tables, others, strict=True):
        assert table.to_pyarrow().equals(other.to_pyarrow()), name


def test_positions_in_streams_count_from_the_start(panic: str) -> None:
    stream = dateline.Extractor(on_error="null").iter([*CONTENT[:40], panic], batch_size=16)
    with pytest.warns(RuntimeWarning, match=r"texts\[40\]: internal error \(id 40\)"):
        assert list(stream)[-1] is None


def test_iter_gives_what_extract_gives() -> None:
    texts = [*CONTENT[:99], None]
    days = [None, "2016-09-23"] * 50
    ids = [f"n{n}" for n in range(100)]
    expected = dateline.extract(texts, published=days, ids=ids)
    for size in (1, 7, 100, 1000):
        streamed = dateline.Extractor().iter(iter(texts), published=iter(days), ids=iter(ids), batch_size=size)
        assert list(streamed) == expected
    assert list(dateline.Extractor().iter(texts, batch_size=7)) == dateline.extract(texts)
    assert list(dateline.Extractor().iter([])) == []


def test_iter_reads_no_further_than_one_batch() -> None:
    read = 0

    def stream() -> Any:
        nonlocal read
        while True:
            read += 1
            yield "Officials met."

    results = dateline.Extractor().iter(stream(), batch_size=8)
    next(results)
    assert read == 8
    wrong_sizes: list[Any] = [0, -1, 1.5, "8", None, True]
    for wrong in wrong_sizes:
        with pytest.raises(dateline.InputError, match="batch_size: expected a whole number of at least 1"):
            dateline.Extractor().iter([], batch_size=wrong)
    assert len(list(dateline.Extractor().iter(CONTENT[:3], batch_size=10**30))) == 3


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="counts memory as Linux does")
def test_iter_takes_no_more_memory_for_longer_streams() -> None:
    """Nothing of a batch is kept: five times the texts, each of its own, take the same memory."""
    code = """
        import resource, sys, dateline
        stream = (f"Report {n} from Kyiv. " + f"Police met {n} times. " * 200 for n in range(int(sys.argv[1])))
        extractor = dateline.Extractor(layers=["sentences"], n_threads=2)
        print(sum(len(article["sentences"]) for article in extractor.iter(stream, batch_size=50)))
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    """
    peaks = []
    for count in (400, 2000):
        run = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(code), str(count)], capture_output=True, text=True, check=True
        )
        sentences, peak = map(int, run.stdout.split())
        assert sentences == count * 201
        peaks.append(peak)
    # the results of all 2000 would take 200 MB and more
    assert peaks[1] - peaks[0] < 20_000, peaks  # KiB


def test_ctrl_c_stops_a_stream() -> None:
    def stream() -> Any:
        yield from CONTENT
        signal.raise_signal(signal.SIGINT)
        yield from CONTENT

    results = dateline.Extractor().iter(stream(), batch_size=50)
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # background jobs may ignore it
    try:
        with pytest.raises(KeyboardInterrupt):
            list(results)
    finally:
        signal.signal(signal.SIGINT, before)
    assert list(results) == [], "the generator is closed"


def test_progress_counts_articles(monkeypatch: pytest.MonkeyPatch) -> None:
    import tqdm.auto

    bars: list[Any] = []

    class Bar:
        def __init__(self, total: int | None, **_: Any) -> None:
            self.total, self.n, self.closed = total, 0, False
            bars.append(self)

        def update(self, n: int) -> None:
            self.n += n

        def close(self) -> None:
            self.closed = True

    monkeypatch.setattr(tqdm.auto, "tqdm", Bar)
    texts = [*CONTENT[:50], None]
    extractor = dateline.Extractor(progress=True)
    extractor.extract(texts)
    extractor.tables(texts)
    extractor.tokenize(texts)
    list(extractor.iter(iter(texts), batch_size=20))
    assert [(bar.total, bar.n, bar.closed) for bar in bars] == [(51, 51, True)] * 3 + [(None, 51, True)]
    with pytest.raises(dateline.InputError):
        extractor.extract([1])  # type: ignore[list-item]
    assert bars[-1].closed


def test_no_bar_without_tqdm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    assert len(dateline.extract(CONTENT[:3], progress=True)) == 3
