"""The shapes of what this client was answered, bounded, counted and without a value."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
import re
from typing import Final

from .documented import Finding, compare
from .errors import Cause, NotFoundError, RequestRejectedError
from .generations import DIRECTORIES, Operation, contract_of
from .http import Reply, error_of
from .shapes import Shape, shape_of

NO_GENERATION: Final = ""
"""The key for the token, which is the same for all."""

MAX_MET: Final = 64
"""Kinds of answer kept: eight operations, three generations, a few statuses each."""
MAX_SKELETONS: Final = 256
"""Of a kind of answer. Beyond, the one that was not seen for longest is forgotten."""
MAX_SKELETON: Final = 64 * 1024
"""Bytes of an answer that are compared with those before; a walk sees no more of it either."""
MAX_FINDINGS: Final = 400
"""Of a kind of answer: no shape has more paths."""
MAX_HEADERS: Final = 40

_UUID_END: Final = re.compile(
    rb"-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
)
"""All but the first eight: what begins with a hyphen is found much faster."""
_UUID_START: Final = 8
_EQUAL_DIGITS: Final = bytes.maketrans(b"0123456789", b"0000000000")
_DATE: Final = re.compile(rb'"0000-00-00[^"]{0,30}"')
"""Where digits are equal: a search for these very characters passes over all others."""
SHOWN_HEADER: Final = re.compile(r"[a-z-]{1,40}")
"""What may be shown of headers: the names that are words."""

_NOTHING: Final = Shape(paths={}, codes={})

type NewFinding = Callable[[Met, Finding], None]


@dataclass(kw_only=True, slots=True)
class Met:
    """All answers of one generation and operation with one status.

    ``generation`` is the key of the one that was asked, empty for the token. Without an answer
    ``status`` is ``None`` and ``failure`` tells why. ``seconds`` is how long the slowest took,
    ``content`` what the body of the last new one was ("json", "html", "text" or "empty"),
    ``headers`` are names in lower case, in order. ``by_shell`` is whether one of them was Shell's
    own, a success or a refusal, and not that of a gateway before it.
    """

    generation: str
    operation: Operation
    status: int | None
    failure: Cause | None = None
    count: int = 0
    seconds: float = 0
    content: str = ""
    headers: tuple[str, ...] = ()
    shape: Shape = _NOTHING
    findings: tuple[Finding, ...] = ()
    by_shell: bool = False

    @property
    def ok(self) -> bool:
        """Whether the status is one of success."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(slots=True)
class _Page:
    """A kind of answer, and the skeletons that are known of it, the last seen at the end.

    ``handed_on`` are the findings that are not handed on again.
    """

    met: Met
    skeletons: OrderedDict[int, None] = field(default_factory=OrderedDict)
    handed_on: set[Finding] = field(default_factory=set)


type _Key = tuple[str, Operation, int | None, Cause | None]


class ShapeBook:
    """Keeps the shapes of answers, and in what they differ from the documents."""

    def __init__(self, on_new_finding: NewFinding | None = None) -> None:
        """Begin empty."""
        self.on_new_finding = on_new_finding
        """Called once for each finding of Shell's own answers that had to be guessed at."""
        self._pages: dict[_Key, _Page] = {}

    @property
    def met(self) -> Sequence[Met]:
        """Every kind of answer, in the order in which they first came."""
        return tuple(page.met for page in self._pages.values())

    @property
    def findings(self) -> tuple[tuple[Met, Finding], ...]:
        """Every finding with the kind of answer it is of."""
        return tuple((met, finding) for met in self.met for finding in met.findings)

    def add(self, generation: str, operation: Operation, reply: Reply) -> None:
        """Count a reply, and look at it where none like it was seen before."""
        page = self._page(generation, operation, reply.status)
        if page is None:
            return
        page.met.count += 1
        page.met.seconds = max(page.met.seconds, reply.seconds)
        skeleton = _skeleton_of(reply)
        if skeleton in page.skeletons:
            page.skeletons.move_to_end(skeleton)
            return
        page.skeletons[skeleton] = None
        if len(page.skeletons) > MAX_SKELETONS:
            page.skeletons.popitem(last=False)
        self._learn(page, reply)

    def add_failure(self, generation: str, operation: Operation, cause: Cause) -> None:
        """Count a call that was not answered."""
        if page := self._page(generation, operation, None, cause):
            page.met.count += 1

    def _page(
        self,
        generation: str,
        operation: Operation,
        status: int | None,
        failure: Cause | None = None,
    ) -> _Page | None:
        """Return the page of a kind of answer, ``None`` where the book is full."""
        key = generation, operation, status, failure
        page = self._pages.get(key)
        if page is None and len(self._pages) < MAX_MET:
            met = Met(
                generation=generation,
                operation=operation,
                status=status,
                failure=failure,
            )
            page = self._pages[key] = _Page(met)
        return page

    def _learn(self, page: _Page, reply: Reply) -> None:
        met = page.met
        shape = None
        if reply.is_json:
            of_places = met.operation in DIRECTORIES[0].operations
            shape = shape_of(reply.body, of_places=of_places)
        met.content = reply.content
        met.headers = _headers(*met.headers, *reply.headers)
        met.shape |= shape or _NOTHING
        found = compare(met.generation, met.operation, reply.status, shape)
        met.findings = tuple(sorted({*met.findings, *found}))[:MAX_FINDINGS]
        if _is_by_shell(met, reply):
            met.by_shell = True
            self._hand_on(page, found)

    def _hand_on(self, page: _Page, found: Sequence[Finding]) -> None:
        for finding in found:
            if not finding.guessed or finding in page.handed_on:
                continue
            if len(page.handed_on) < MAX_FINDINGS:
                page.handed_on.add(finding)
                if self.on_new_finding:
                    self.on_new_finding(page.met, finding)


def _is_by_shell(met: Met, reply: Reply) -> bool:
    """Return whether a reply is Shell's own: a success, or a refusal of what was asked.

    Where no code and no status is documented, that it is a refusal is a guess.
    """
    if reply.ok:
        return reply.content != "html"  # a page for people
    asked = contract_of(met.generation, met.operation)
    if asked is None or reply.status == HTTPStatus.UNAUTHORIZED:
        return False
    refusals = (NotFoundError, RequestRejectedError)
    return isinstance(error_of(reply, asked), refusals)


def _skeleton_of(reply: Reply) -> int:
    """Return what a reply has in common with others that differ in ids and digits alone.

    The code of an error is told apart, for its digits count, and so is which dates there can be.
    """
    text = reply.text[:MAX_SKELETON]
    equal = text.translate(_EQUAL_DIGITS)
    dates = [
        _can_be(text[found.start() + 1 : found.end() - 1])
        for found in _DATE.finditer(equal)
    ]
    *before, rest = _UUID_END.split(equal)
    parts = [each[:-_UUID_START] for each in before]
    without_ids = b"-".join([*parts, rest])
    return hash((without_ids, *dates, reply.headers, None if reply.ok else reply.code))


def _can_be(moment: bytes) -> bool:
    """Return whether there is such a time: the 12th of the 20th month is none."""
    try:
        datetime.fromisoformat(moment.decode())
    except ValueError:
        return False
    return True


def _headers(*names: str) -> tuple[str, ...]:
    """Return names of headers that may be shown, each once."""
    shown = {name for name in names if SHOWN_HEADER.fullmatch(name)}
    return tuple(sorted(shown)[:MAX_HEADERS])
