"""Words that do not leave the house: pure text rules, Chinese and English, without a model.

A text is normalised first (full width, hidden characters, look-alike letters, digits in words), so that a trick in
writing does not change what is found. Ids, SKUs, waybills, prices and dates are not taken for numbers of a phone or an
account. The lists stand in ``config/banned_words.toml``, each with its source and date.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import config
from authority.word_shapes import NOT, SHAPES

_LOOKALIKES = str.maketrans(
    "аеорсухівԁһјѕԛԝɡɩοραειντυκχⅼ∕⁄․‧∙•●﹒｡",
    "aeopcyxibdhjsqwgiopaeivtukxl//......。",
)
_HAN_DIGITS = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两", "00123456789112345678" + "92")
_DIGIT_WORDS = dict(zip("zero one two three four five six seven eight nine".split(), "0123456789", strict=True))
_DIGIT_WORDS |= {"oh": "0", "nought": "0"}
_WORD_RUN = re.compile(
    rf"\b(?:(?:double|triple)\s)?(?:{'|'.join(_DIGIT_WORDS)})(?:[\s,.-]+(?:(?:double|triple)\s)?(?:{'|'.join(_DIGIT_WORDS)}))"
    r"{5,}\b"
)
_NOT_PRINTED = re.compile(r"[^ -~\n\t]")
_OWN_ID = re.compile(r"(?<![a-z0-9])[a-z]{1,6}_(?=[0-9]*[a-f])[0-9a-f]{16}(?![0-9a-z])")
"""An id of the house (``kit.ids.stable_id``): order, quote, waybill; one of digits alone is read like any number."""


def word_faults(text: str, allowed: Sequence[str] = (), secret: Sequence[str] = ()) -> tuple[str, ...]:
    """List what must not be sent, as ``"kind: what was found"``; an empty tuple lets the text go.

    Kinds: ``payment``, ``link``, ``contact``, ``secret`` (never sent, see ``authority/rules/messages.py``), ``banned``,
    ``threat`` and ``human``.

    Args:
        text: The words as they would be sent, any length.
        allowed: Strings that may be there whatever they look like, e.g. the shop's own domain.
        secret: Names that must not be there in any case, width, spacing or disguise, e.g. a supplier's.

    Example:
        >>> word_faults("Write to me: ann (at) mail dot com")
        ('contact: ann (at) mail dot com',)
    """
    plain = _plain(text)
    for one in sorted(allowed, key=len, reverse=True):
        # whole words only, or "shop.com" would let "my-shop.com.cn" through
        plain = re.sub(rf"(?<![\w.@-]){re.escape(_plain(one))}(?![\w@-]|\.\w)", " ", plain) if one.strip() else plain
    found = dict.fromkeys([*_shapes(_OWN_ID.sub(" ", plain)), *_listed(plain), *_named(plain, secret)])
    return tuple(found)


def _named(plain: str, secret: Sequence[str]) -> Iterator[str]:
    """Find names whatever stands between their letters; a short one in letters only as a word of its own."""
    joined = re.sub(r"[\W_]+", "", plain)
    for name in secret:
        bare = re.sub(r"[\W_]+", "", _plain(name))
        if len(bare) < 5 and bare.isascii():
            letters = r"[\W_]*".join(map(re.escape, bare))
            found = bool(bare) and re.search(rf"(?<![a-z0-9]){letters}(?![a-z0-9])", plain) is not None
        else:
            found = bare in joined
        if found:
            yield f"secret: {name}"


def _plain(text: str) -> str:
    """Write a text so that tricks of writing are gone: forms, hidden characters, look-alikes, digits as words."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    shown = _NOT_PRINTED.sub(_shown, decomposed)
    plain = re.sub(r"[^\S\n]+", " ", shown.translate(_LOOKALIKES))
    digits = "零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖两0-9"
    plain = re.sub(rf"[{digits}][{digits}\s-]{{6,}}", lambda match: match[0].translate(_HAN_DIGITS), plain)
    plain = _WORD_RUN.sub(_spelled, plain)
    # l38OO138OOO: letters that stand for digits among digits
    return re.sub(r"(?<![a-z0-9_])(?=(?:[oil]*\d){4})[0-9oil]{9,}(?![a-z0-9_])", _letters, plain)


def _shown(match: re.Match[str]) -> str:
    return "" if unicodedata.category(match[0]) in ("Cf", "Mn", "Me", "Cc") else match[0]


def _spelled(match: re.Match[str]) -> str:
    digits, times = "", 1
    for word in re.findall(r"[a-z]+", match[0]):
        if word in ("double", "triple"):
            times = 2 if word == "double" else 3
        else:
            digits, times = digits + _DIGIT_WORDS[word] * times, 1
    return digits


def _letters(match: re.Match[str]) -> str:
    return match[0].translate(str.maketrans("oil", "011"))


def _shapes(text: str) -> Iterator[str]:
    """Find links, contacts and payment details by their shape."""
    for kind, pattern in SHAPES:
        for match in pattern.finditer(text):
            # "we do not add buyers on WeChat" tells no contact
            denied = re.search(rf"{NOT}[^,.;，。]{{0,10}}$", text[max(0, match.start() - 12) : match.start()])
            if kind != "contact" or not denied or re.search(r"\d", match[0]):
                yield f"{kind}: {' '.join(match[0].split())[:60]}"
    for match in re.finditer(r"(?<![\w.])\d(?:[\s-]?\d){12,18}(?![\w])", text):
        before = text[max(0, match.start() - 24) : match.start()]
        named = re.search(r"(?:单号|tracking(?: number| no\.?)?|waybill|parcel)\s?[:是]?\s?$", before)
        if not named and _luhn(re.sub(r"\D", "", match[0])):
            yield f"payment: card {match[0]}"
    for match in re.finditer(r"(?<![a-z0-9_])[a-z]{2}\d{2}(?:\s?[a-z0-9]){11,30}", text):
        if any(_iban(number) for number in _prefixes(re.sub(r"\s", "", match[0]))):
            yield f"payment: iban {match[0][:40]}"


def _prefixes(text: str) -> Iterator[str]:
    # words may follow an account number without a mark between
    return (text[:size] for size in range(15, min(34, len(text)) + 1))


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    total = sum(map(int, digits[::-2])) + sum(one - 9 * (one > 9) for one in doubled)
    return len(set(digits)) > 1 and total % 10 == 0


def _iban(text: str) -> bool:
    return int("".join(str(int(char, 36)) for char in text[4:] + text[:4])) % 97 == 1


def _listed(text: str) -> Iterator[str]:
    """Find the words of the lists; marks put between Chinese characters to hide a word do not help."""
    joined = re.sub(r"(?<=[\u3400-\u9fff])[\s*·•._~|/^+#-]+(?=[\u3400-\u9fff])", "", text)
    for kind, pattern in _lists():
        for match in pattern.finditer(joined):
            yield f"{kind}: {match[0]}"


@cache
def _lists() -> tuple[tuple[str, re.Pattern[str]], ...]:
    path = Path(config.__file__).parent / "banned_words.toml"
    found = []
    for group in tomllib.loads(path.read_text(encoding="utf-8"))["group"]:
        words = [re.escape(_plain(word)) for word in group["words"]]
        latin = "|".join(word for word in words if word[0].isascii())
        whole = [rf"(?<![a-z0-9])(?:{latin})(?![a-z0-9])"] if latin else []
        others = [word for word in words if not word[0].isascii()]
        found.append((group["kind"], re.compile("|".join([*whole, *others, *group["patterns"]]))))
    return tuple(found)
