"""EMA ID (charge card) and EVSE ID (charge point): parse, normalise, check digit.

The rules are those of ISO 15118, eMI3 and DIN SPEC 91286 (API.md section 10).
"""

from dataclasses import dataclass
from functools import lru_cache
import re
from typing import Final, Self, override

MAX_LENGTH: Final = 50
"""No identifier is longer, whatever its separators (API.md section 9)."""

_KEPT_CHECK_DIGITS: Final = 32
"""More than anybody has cards. A card's is asked for by each of its charge points."""

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_DASHES: Final = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
"""Phones and word processors turn a hyphen into one of these."""

_EMA_ID: Final = re.compile(
    r"(?P<country>[A-Z]{2})-?(?P<provider>[A-Z0-9]{3})-?(?P<instance>[A-Z0-9]{9})(?:-?(?P<check>[A-Z0-9]))?"
)
_DIN_EMA_ID: Final = re.compile(
    r"(?P<country>[A-Z]{2})(?P<s>[-*]?)(?P<provider>[A-Z0-9]{3})(?P=s)(?P<instance>[A-Z0-9]{6})(?:(?P=s)(?P<check>[A-Z0-9]))?"
)
_EVSE_ID: Final = re.compile(
    r"(?P<country>[A-Z]{2})\*?(?P<operator>[A-Z0-9]{3})\*?(?P<outlet>E[A-Z0-9][A-Z0-9*]{0,30})"
)
_DIN_EVSE_ID: Final = re.compile(
    r"(?P<country>\+?[0-9]{1,3})\*(?P<operator>[0-9]{3,6})\*(?P<outlet>[0-9][0-9*]{0,31})"
)


class IdentifierError(ValueError):
    """What was typed is not an identifier of its kind.

    ``reason`` is one of ``empty``, ``too_long``, ``alphabet``, ``form`` and ``check_digit``;
    ``expected`` is the right check digit or, for ``alphabet``, the first character that is wrong.
    The text of the error never holds the identifier.
    """

    def __init__(self, reason: str, expected: str = "") -> None:
        """Keep the reason and what would have been right."""
        super().__init__(reason)
        self.reason = reason
        self.expected = expected


def _prepare(text: str, separators: str) -> str:
    """Fold case, blanks and typographic hyphens; refuse what no identifier holds.

    Raises:
        IdentifierError: empty, too_long or alphabet.
    """
    folded = "".join(text.translate(_DASHES).split())
    if not folded:
        raise IdentifierError("empty")
    if len(folded) > MAX_LENGTH:
        raise IdentifierError("too_long")
    # ASCII first: some letters outside it become ASCII in upper case.
    if folded.isascii() and folded.upper().strip(_ALPHABET + separators) == "":
        return folded.upper()
    character = _first_wrong(folded, _ALPHABET + separators)
    raise IdentifierError("alphabet", character)


def _first_wrong(folded: str, alphabet: str) -> str:
    """Return the first character that no identifier holds."""
    return next(
        each for each in folded if not each.isascii() or each.upper() not in alphabet
    )


@lru_cache(maxsize=_KEPT_CHECK_DIGITS)
def emi3_check_digit(fourteen: str) -> str:
    """Return the check digit of a contract id's fourteen characters.

    Each character's number is split into two pairs, one modulo 2 and one modulo 3; over the
    fifteen positions both sums of pair times matrix power must be zero (API.md section 10).
    """
    first = [0, 0]
    second = [0, 0]
    p = (0, 1, 1, 1)
    q = (0, 1, 1, 2)
    for character in fourteen:
        number = _ALPHABET.index(character)
        a, b = divmod(number // 9, 2)
        c, d = divmod(number % 9, 3)
        first = [first[0] + a * p[0] + b * p[2], first[1] + a * p[1] + b * p[3]]
        second = [second[0] + c * q[0] + d * q[2], second[1] + c * q[1] + d * q[3]]
        p = (p[1], (p[0] + p[1]) % 2, p[3], (p[2] + p[3]) % 2)
        q = (q[1], (q[0] + 2 * q[1]) % 3, q[3], (q[2] + 2 * q[3]) % 3)
    a, b = first[0] % 2, first[1] % 2
    c = 2 * second[1] % 3
    d = (2 * second[0] + second[1]) % 3
    return _ALPHABET[18 * a + 9 * b + 3 * c + d]


def din_check_digit(eleven: str) -> str:
    """Return the check digit of a DIN SPEC 91286 contract id's eleven characters."""
    digits = "".join(str(_ALPHABET.index(character)) for character in eleven)
    remainder = sum(int(digit) << place for place, digit in enumerate(digits)) % 11
    return "X" if remainder == 10 else str(remainder)


@dataclass(frozen=True, slots=True)
class EmaId:
    """A charge card's contract id in its full form, ``NL-TNM-C00122045-K``."""

    country: str
    provider: str
    instance: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a contract id in any of its forms, with or without hyphens and check digit.

        A DIN SPEC 91286 id is turned into the form that wraps it, as providers do.

        Raises:
            IdentifierError: with the reason, for ``check_digit`` with the right one.
        """
        folded = _prepare(text, "-*")
        if match := _EMA_ID.fullmatch(folded):
            ema_id = cls(match["country"], match["provider"], match["instance"])
            expected = ema_id.check_digit
        elif match := _DIN_EMA_ID.fullmatch(folded):
            country, provider, instance = match.group("country", "provider", "instance")
            expected = din_check_digit(country + provider + instance)
            ema_id = cls(country, provider, f"C0{instance}{expected}")
        else:
            raise IdentifierError("form")
        if match["check"] not in (None, expected):
            raise IdentifierError("check_digit", expected)
        return ema_id

    @property
    def check_digit(self) -> str:
        """The one character that makes the id valid."""
        return emi3_check_digit(self.country + self.provider + self.instance)

    @property
    def provider_id(self) -> str:
        """Who issued the card, ``NL-TNM``: tariffs are told for a provider's cards."""
        return f"{self.country}-{self.provider}"

    @property
    def compact(self) -> str:
        """The form to compare by: no hyphens, no check digit."""
        return self.country + self.provider + self.instance

    @override
    def __str__(self) -> str:
        """Return the full form, which every generation of the API takes."""
        return f"{self.country}-{self.provider}-{self.instance}-{self.check_digit}"


@dataclass(frozen=True, slots=True)
class EvseId:
    """A charge point's id with its separators, ``NL*TNM*E02003451*0``."""

    country: str
    operator: str
    outlet: str

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an EVSE ID, ISO or DIN, in any case; hyphens count as stars.

        Raises:
            IdentifierError: empty, too_long, alphabet or form.
        """
        folded = _prepare(text, "-*+").replace("-", "*")
        match = _EVSE_ID.fullmatch(folded) or _DIN_EVSE_ID.fullmatch(folded)
        if match is None:
            raise IdentifierError("form")
        return cls(match["country"], match["operator"], match["outlet"])

    @property
    def compact(self) -> str:
        """The form to compare by. An ISO id loses its stars, a DIN id needs them."""
        if self.outlet.startswith("E"):
            return (self.country + self.operator + self.outlet).replace("*", "")
        return f"{self.country.removeprefix('+')}*{self.operator}*{self.outlet}"

    @override
    def __str__(self) -> str:
        """Return the id with its first two separators restored."""
        return f"{self.country}*{self.operator}*{self.outlet}"


def may_be_id(text: str) -> bool:
    """Return whether a text may be an EMA ID or EVSE ID, also one with a typing mistake in it.

    Words without a digit are none, though "SessionInvalid" has the letters of one.
    """
    if not any(map(str.isdigit, text)):
        return False
    return any(_is_like(kind, text) for kind in (EmaId, EvseId))


def _is_like(kind: type[EmaId | EvseId], text: str) -> bool:
    try:
        kind.parse(text)
    except IdentifierError as err:
        return err.reason == "check_digit"
    return True


def compact_ema_id(text: str) -> str:
    """Return the form to compare a card id of an answer by, as it came where it is none."""
    try:
        return EmaId.parse(text).compact
    except IdentifierError:
        return text


def compact_evse_id(text: str) -> str:
    """Return the form to compare an EVSE ID of an answer by, as it came where it is none."""
    try:
        return EvseId.parse(text).compact
    except IdentifierError:
        return text
