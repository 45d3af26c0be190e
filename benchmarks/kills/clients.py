"""Clients that post articles all the time, and remember what was acknowledged to them."""

import http.client
import itertools
import json
import random
import threading
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

Fields = dict[str, str]

THREADS = 6
ARTICLES_A_STORY = 6
STORIES_AT_A_TIME = 4
BATCH = 4
PAUSE = 0.1  # seconds between the posts of one client, on average
AGAIN = 0.05  # seconds after which a client tries again that had no answer
PATIENCE = 20.0  # seconds that a client waits for an answer
SYLLABLES = ("ba", "do", "ke", "lu", "mi", "no", "ra", "su", "ta", "vi", "wo", "ze")
PAGE = "/"  # for people; the rest is for programs
READ = ("/v1/articles?limit=5", "/v1/clusters?limit=5", "/v1/conflicts?limit=5", PAGE)
READING = 0.2  # of the posts come after something was read
MOST_SHOWN = 300  # letters of an answer
PLACES = ("Port Lorne", "Khartal", "Mirandol")


@dataclass(frozen=True)
class Answer:
    """What came back; ``again`` where it is a refusal as it should be, and says when to try again."""

    status: int
    document: Any
    again: bool


def ask(port: int, method: str, path: str, body: str | None = None) -> Answer:
    """One request on a connection of its own; raises OSError or HTTPException where no answer comes."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    try:
        connection.request(method, path, body, {"content-type": "application/json"})
        answer = connection.getresponse()
        raw = answer.read()
    finally:
        connection.close()
    kind, pause = answer.getheader("Content-Type") or "", answer.getheader("Retry-After") or "0"
    wanted = "text/html" if path == PAGE else "application/problem+json"
    again = answer.status == 503 and kind.startswith(wanted) and int(pause) > 0
    return Answer(answer.status, json.loads(raw) if "json" in kind else raw.decode(), again)


def make_article(number: int, seed: int, padding: int = 0) -> Fields:
    """A report of a story that others tell as well; the same number and seed, the same article. ``padding`` counts
    letters that mean nothing, and that nothing can make shorter."""
    chance = random.Random(f"{seed}/{number}")
    block, within = divmod(number, ARTICLES_A_STORY * STORIES_AT_A_TIME)
    story = block * STORIES_AT_A_TIME + within % STORIES_AT_A_TIME
    words = random.Random(f"{seed}/story/{story}")
    names = ["".join(words.choices(SYLLABLES, k=3)).title() for _ in range(2)]
    lines = [
        f"{' '.join(names)} | {chance.choice(['arrive', 'meet'])} | {chance.choice(PLACES)}"
        f" | 2024-03-{chance.choice([12, 13])} | {chance.choice(['', '12', '17'])}"
        for _ in range(2)
    ]
    if padding:
        lines.append(chance.randbytes(padding // 2).hex())
    return {"outlet": f"Outlet {number}", "text": "\n".join(lines), "published_at": "2024-03-14"}


@dataclass(kw_only=True)
class Clients:
    """Threads that post, and read now and then, until ``stop``. ``answers`` and ``reads`` count statuses,
    ``unanswered`` says what came instead of one."""

    port: int
    seed: int
    padding: int = 0
    sent: list[Fields] = field(default_factory=list)
    acknowledged: dict[str, Fields] = field(default_factory=dict)
    answers: Counter[str] = field(default_factory=Counter)
    reads: Counter[str] = field(default_factory=Counter)
    unanswered: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    waiting: threading.Event = field(default_factory=threading.Event)  # set: nothing new for the moment
    _ended: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def start(self) -> None:
        """All begin, once the server has answered for the first time; raises TimeoutError where it never does."""
        deadline = time.monotonic() + PATIENCE
        while not self._server_answers():
            if time.monotonic() > deadline:
                raise TimeoutError(f"the server does not answer after {PATIENCE:.0f} s")
            time.sleep(AGAIN)
        for number in range(THREADS):
            thread = threading.Thread(target=self._post_on, args=(random.Random(f"{self.seed}/client/{number}"),))
            self._threads.append(thread)
            thread.start()

    def stop(self) -> None:
        """Returns when none is left."""
        self._ended.set()
        for thread in self._threads:
            thread.join()

    def _server_answers(self) -> bool:
        try:
            return ask(self.port, "GET", "/healthz").status == 200
        except (OSError, http.client.HTTPException):
            return False

    def _post_on(self, chance: random.Random) -> None:
        while not self._ended.wait(chance.expovariate(1 / PAUSE)):
            if self.waiting.is_set():
                continue
            kind = chance.random()
            if chance.random() < READING:
                self.read(chance.choice(READ))
            with self._lock:
                known = list(self.acknowledged.values())
                if kind < 0.1 and known:
                    articles = [chance.choice(known)]
                else:
                    count = BATCH if kind > 0.85 else 1
                    articles = [make_article(next(self._numbers), self.seed, self.padding) for _ in range(count)]
                    self.sent.extend(articles)
            # A client that had no answer sends its articles again, or gives them up: they may be stored, or not.
            while not self._post(articles) and chance.random() < 0.8 and not self._ended.wait(AGAIN):
                pass

    def _post(self, articles: Sequence[Fields]) -> bool:
        """Whether they were acknowledged."""
        path = "/v1/articles" if len(articles) == 1 else "/v1/articles/batch"
        body = json.dumps(articles[0] if len(articles) == 1 else articles)
        answer = self._ask("POST", path, body)
        if answer is None or answer.status not in (200, 202):
            return False
        items = answer.document["items"] if len(articles) > 1 else [answer.document]
        with self._lock:
            for item, fields in zip(items, articles, strict=True):
                if item.get("id") is None:
                    self.faults.append(f"a row was not taken: {item}")
                else:
                    self.acknowledged[item["id"]] = fields
        return True

    def read(self, path: str) -> None:
        """One of ``READ``, as the clients also do among their posts."""
        self._ask("GET", path)

    def _ask(self, method: str, path: str, body: str | None = None) -> Answer | None:
        """None where no answer came. What may not be answered is remembered as a fault."""
        counted = self.answers if method == "POST" else self.reads
        try:
            answer = ask(self.port, method, path, body)
        except (OSError, http.client.HTTPException) as error:
            with self._lock:
                counted["none"] += 1
                self.unanswered[f"{method} {path}: {type(error).__name__}"] += 1
            return None
        with self._lock:
            counted[str(answer.status)] += 1
            if answer.status not in (200, 202) and not answer.again:
                shown = str(answer.document)[:MOST_SHOWN]
                self.faults.append(f"{method} {path} answered {answer.status}: {shown}")
        return answer
