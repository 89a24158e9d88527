"""Answers in the shapes of a report: what is true, said as the real API was seen to say it.

Keys are spelled, states and codes renamed, times and numbers written as the report has them; members
that it never saw are left out, and those that no document has are made up. What it says nothing of is
answered as documented, and so is what a caller hands back: an id stays what it is.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
import re
from typing import Self

from .errors import Reply, page
from .ids import http_date
from .reported import ITEM, Answer, Answers, folded, read_report, written
from .settings import SESSION_STATES
from .wire import Call

_GENERATIONS: Mapping[str | None, Mapping[str | None, str]] = {
    "charging": {"A": "A", "B": "BC", "C": "BC", "D": "D"},
    "locations": {"A": "AB", "B": "AB", "C": "C", "D": "D"},
}
"""By product, what a report calls each generation of ours."""
_NO_GENERATION = ""
_MAYBE_BARE = "AB"
"""Two generations of ours that are one in a report: one of them has no envelope."""
_CHARGING = ("start", "stop", "retrieve", "active")
_OPERATIONS = {"token": "authorize", "locations": "list_locations"}
"""What a report calls an operation otherwise."""

_NOT_ALLOWED = (401, 403, 405)
_NOT_FOUND = (404, 410)
_API_ERRORS = frozenset({"errors", "code"})
"""In which an error of the API stands, in one generation or another (API.md section 7)."""

_COMES_AND_GOES = frozenset(
    {
        "startedat",
        "stoppedat",
        "error",
        "sessioncode",
        "sessionmessage",
        "additionalinfo",
        "restrictions",
        "tariff",
        "tariffs",
        "fixedcable",
        "scope",
    }
)
"""Members that are there at times: a report that did not see them does not say that they are missing."""
_RESTRICTIONS = "restrictions"
"""Whatever is in them comes and goes."""

_VOCABULARIES: Sequence[Sequence[str]] = (
    # The states of a report are most often those of a session under way.
    ("started", "stopped", *SESSION_STATES),
    ("Available", "Occupied", "Unavailable", "Unknown"),
    ("SUCCESS", "FAILED"),
    (
        "EvNotConnectedToEvse",
        "EvseInUse",
        "EvseOutOfService",
        "EvseNotFound",
        "EvseNotSupported",
        "ChargeTokenNotSupported",
        "SessionInvalid",
        "ServiceUnavailable",
        "InternalError",
    ),
)
"""States and codes. A strange word stands for the first one that the report does not show."""

_STYLES: Sequence[Callable[[str], str]] = (
    str,
    str.capitalize,
    str.title,
    str.upper,
    str.lower,
    lambda word: word.title().replace("-", ""),
)
"""In which a word may be spelled."""

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
_SHORT_TIME = "11-20"
"""The class of length of a time without the name of its day."""


class Like:
    """Makes answers like those of a report."""

    def __init__(self, answers: Answers) -> None:
        """Take what was answered."""
        self._answers = answers

    @classmethod
    def read(cls, text: str | bytes) -> Self:
        """Read a report; ValueError where it is none."""
        return cls(read_report(text))

    @property
    def settings(self) -> dict[str, object]:
        """The settings of ours that the report tells, by name."""
        statuses = {
            answer.status
            for (operation, _), answers in self._answers.items()
            for answer in answers
            if operation == "active" and not _is_refusal(answer)
        }
        if 404 in statuses and not any(map(_is_success, statuses)):
            return {"active_empty": 404}
        return {}

    def refusal(self, call: Call) -> Reply | None:
        """Give the refusal of what the report says is not served, or not subscribed to.

        An operation that it says nothing of goes with the others of its generation.
        """
        operation, generation = _key(call)
        answers = self._answers.get((operation, generation)) or [
            answer
            for key, answers in self._answers.items()
            if key[1] == generation
            and (key[0] in _CHARGING) == (operation in _CHARGING)
            for answer in answers
        ]
        if not answers or not all(map(_is_refusal, answers)):
            return None
        return _made_up(answers[0])

    def reshape(self, call: Call, reply: Reply) -> Reply:
        """Give an answer in the shape that the report has for it."""
        answer = self._find(call, reply.status)
        if answer is None or reply.raw is not None:
            return reply
        if not answer.forms:
            return replace(_made_up(answer), headers=reply.headers)
        body = reply.body
        if _key(call)[1] == _MAYBE_BARE and _is_success(reply.status):
            body = _without_envelope(body, answer)
        body = _Reshaping(answer).value(body, "$")
        return replace(reply, status=answer.status, body=body)

    def _find(self, call: Call, status: int) -> Answer | None:
        """Find what the report has of a status; a success may have another."""
        answers = self._answers.get(_key(call), ())
        same = [answer for answer in answers if answer.status == status]
        if not same and _is_success(status):
            same = [answer for answer in answers if _is_success(answer.status)]
        return same[0] if same else None


def _key(call: Call) -> tuple[str, str]:
    generations = _GENERATIONS.get(call.product, {})
    return (
        _OPERATIONS.get(call.operation, call.operation),
        generations.get(call.generation, _NO_GENERATION),
    )


def _is_success(status: int) -> bool:
    return 200 <= status < 300


def _is_refusal(answer: Answer) -> bool:
    """Tell whether this turns away whoever asks, whatever is asked for: a page for people does."""
    if answer.content in ("html", "text"):
        return True
    if answer.status in _NOT_FOUND:
        # An error of the API itself is about what was asked for.
        return _API_ERRORS.isdisjoint(map(folded, answer.forms))
    return answer.status in _NOT_ALLOWED


def _made_up(answer: Answer) -> Reply:
    """Make up an answer of which the shape is all that is known."""
    if answer.forms:
        return Reply(answer.status, answer.made_up("$"))
    if answer.content == "html":
        return page(answer.status, "Sign in")
    text = b"No JSON" if answer.content == "text" else b""
    return Reply(answer.status, raw=text, content_type="text/plain")


def _without_envelope(body: object, answer: Answer) -> object:
    """Give what is in the envelope of a success, where the report saw none."""
    if not isinstance(body, dict) or "data" in map(folded, answer.members.get("$", {})):
        return body
    items = body.get("data")
    if not isinstance(items, list):  # it has none either
        return body
    return items[0] if len(items) == 1 and "list" not in answer.types("$") else items


class _Reshaping:
    """One answer, on the way from what is documented to what was seen."""

    def __init__(self, answer: Answer) -> None:
        """Take what was seen."""
        self._answer = answer

    def value(self, value: object, path: str) -> object:
        """Give a value as it stood at this path of the report."""
        types = self._answer.types(path)
        if not types:
            return value
        if types == {"null"}:
            return value if _comes_and_goes(path) else None
        match value:
            case list():
                return self._list(value, path, types)
            case dict():
                return self._dict(value, path, types)
            case None:
                return "" if self._only(path, "empty") else None
        return self._plain(value, path, types)

    def _list(self, items: list[object], path: str, types: set[str]) -> object:
        if "list" in types:
            return [self.value(item, path + ITEM) for item in items]
        changed = [self.value(item, path) for item in items]
        # One thing stands for a list of one; how none or two would be told nobody has seen.
        return changed[0] if len(changed) == 1 else changed

    def _dict(self, members: dict[str, object], path: str, types: set[str]) -> object:
        if "object" in types:
            return self._object(members, path)
        if "list" in types:
            return [self.value(members, path + ITEM)]
        plain = (item for item in members.values() if not isinstance(item, dict | list))
        return self.value(next(plain, None), path)

    def _object(self, members: dict[str, object], path: str) -> dict[str, object]:
        shown = self._answer.members.get(path, {})
        spelled = {folded(key): key for key in reversed(list(shown))}
        changed: dict[str, object] = {}
        for key, item in members.items():
            if key in shown:
                name = key
            elif folded(key) in spelled:
                name = spelled[folded(key)]
            elif _comes_and_goes(f"{path}.{key}"):
                changed[key] = item
                continue
            else:
                continue
            if name == key or name not in changed:
                changed[name] = self.value(item, shown[name])
        return changed | self._added(changed, shown)

    def _added(
        self, changed: Mapping[str, object], shown: Mapping[str, str]
    ) -> dict[str, object]:
        """Make up the members that no document has."""
        return {
            written(key): self._answer.made_up(inner)
            for key, inner in shown.items()
            if inner in self._answer.added
            and key not in changed
            and folded(key) not in _COMES_AND_GOES
        }

    def _plain(self, value: object, path: str, types: set[str]) -> object:
        kind = _type_of(value)
        if kind == "text" and (moment := _moment(str(value))):
            return self._time(str(value), moment, path)
        if kind in types:
            return self._text(str(value), path) if kind == "text" else value
        if "object" in types:
            return self._wrapped(value, path)
        if "list" in types:
            return [self.value(value, path + ITEM)]
        if "text" in types:
            return self._as_text(value, path)
        if "number" in types and str(value).isdecimal():
            return int(str(value))
        return value

    def _wrapped(self, value: object, path: str) -> object:
        """Give an object with the value in its first plain member."""
        for key, inner in self._answer.members.get(path, {}).items():
            if not self._answer.types(inner) & {"object", "list"}:
                return {key: self.value(value, inner)}
        return {}

    def _as_text(self, value: object, path: str) -> str:
        text = str(value).lower() if isinstance(value, bool) else str(value)
        formats = self._answer.formats(path, "text")
        return f"{text} units" if set(formats) == {"other"} else text

    def _time(self, text: str, moment: datetime, path: str) -> object:
        """Write a moment as the report has it."""
        seconds = int(moment.timestamp())
        texts = self._answer.formats(path, "text")
        if "time with zone" in texts:
            return text
        if "time without zone" in texts:
            return text.removesuffix("Z")
        if "date" in texts:
            return text.partition("T")[0]
        if "epoch" in texts:
            return str(seconds)
        if "other" in texts:
            short = texts["other"].length == _SHORT_TIME
            return f"{moment:%d-%m-%Y %H:%M:%S}" if short else http_date(moment)
        return seconds if "number" in self._answer.types(path) else text

    def _text(self, text: str, path: str) -> str:
        if path in self._answer.codes or path in self._answer.withheld:
            return self._word(text, path)
        if self._only(path, "empty"):
            return ""
        return text

    def _only(self, path: str, layout: str) -> bool:
        return set(self._answer.formats(path, "text")) == {layout}

    def _word(self, word: str, path: str) -> str:
        """Spell or rename a state or code."""
        codes = self._answer.codes.get(path, frozenset())
        shown = {folded(each): each for each in sorted(codes)}
        if word in codes:
            return word
        if folded(word) in shown:
            return shown[folded(word)]
        vocabulary = next((each for each in _VOCABULARIES if word in each), (word,))
        known = {folded(each): each for each in vocabulary}
        strange = [each for key, each in shown.items() if key not in known]
        free = [each for key, each in known.items() if key not in shown]
        renamed = dict(zip(free, strange, strict=False))
        if word in renamed:
            return renamed[word]
        if path in self._answer.withheld:
            return f"{word}-9"
        seen = [(known[key], each) for key, each in shown.items() if key in known]
        style = next(
            (style for style in _STYLES if all(style(a) == b for a, b in seen)), str
        )
        return style(word)


def _comes_and_goes(path: str) -> bool:
    key = path.rpartition(".")[2]
    return folded(key) in _COMES_AND_GOES or _RESTRICTIONS in path.lower()


def _type_of(value: object) -> str:
    if isinstance(value, str):
        return "text"
    return "boolean" if isinstance(value, bool) else "number"


def _moment(text: str) -> datetime | None:
    """Read a time as this server writes it."""
    return (
        datetime.fromisoformat(text).astimezone(UTC) if _TIME.fullmatch(text) else None
    )
