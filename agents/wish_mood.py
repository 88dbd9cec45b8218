"""How plainly a writer wishes an act: what is denied, asked about or bound to a condition is no order to do it.

What moves money or cannot be undone is done at once only for a plain wish; else it is asked back.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

from agents.plain_wish import is_told, says_only
from kit.text import fold

Mood = Literal["plain", "denied", "open", "asked"]
"""``denied``: it shall not be done; ``open``: under a condition, later, perhaps, or both yes and no; ``asked``: the
writer asks about it."""


def _compile(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE | re.ASCII)


_SENTENCE = re.compile(r"[^.?!。？！;；\n]*(?:[.](?=\S)[^.?!。？！;；\n]*)*[.?!。？！;；\n]?")
_CLAUSE_END = re.compile(r"(?<=[\u4e00-\u9fff])\s(?=[\u4e00-\u9fff])|[,，、]")
_COURTESY = _compile(
    r"\bif\s(?:at\sall\s)?possible\b|\bif\s(?:you|u)\s(?:can|could|would|don'?t\smind|please|like)\b(?!'|\s?not)",
    r"\bif\s(?:that|this|it)(?:'s|\sis)\s(?:ok(?:ay)?|alright|fine|possible|not\stoo\slate|no\strouble)(?:\s(?:for|with)\s(?:you|u))?",
    r"\bif\s(?:it|that|this|the\sorder|my\sorder)\s?(?:has\snot|hasn'?t|have\snot|haven'?t|is\snot|isn'?t|'s\snot)\s(?:been\s)?(?:yet\s)?(?:shipped|sent|dispatched|left|gone|out)(?:\s(?:out|yet|off))*",
    r"\bbefore\sit\s(?:ships|is\sshipped|goes\sout|leaves|is\ssent)\b",
    r"(?:如果|要是|若是)?(?:可以|方便|来得及)的话|如果(?:可以|方便|来得及|有可能)",
    r"(?:如果|要是|若是|只要|趁)?(?:我?的?(?:货|单子?|订单)?)?(?:还|现在)?(?:没有?|未)(?:发货?|发出|寄出|出库|打包|揽收)(?:的话|之?前)?[,，\s]?(?=就|请|帮|麻烦|给|那|这|我|取消|[,，\s])",
)
"""Conditions that are politeness, or that the shop looks at anyway: nothing has left."""
_VERBS = (
    r"(?:want|need|wish|mean|ask(?:ed|ing)?|like|plan(?:ning)?|going|try(?:ing)?|have|say|said|tell|told|to|for|that|you|u"
    r"|me|us|anyone|a|any|actually|really|just|yet|please|now|be|even)"
)
_DENIES = _compile(
    rf"(?:\b(?:do\snot|don'?t|dont|did\snot|didn'?t|not|never|no\sneed|without|rather\sthan|instead\sof|won'?t|wouldn'?t)\s)(?:{_VERBS}\s){{0,5}}(?:(?:the|my|our|this|that|any)\s)?$",
    r"(?:别|不要|不用|不需要|无需|没必要|没有?(?:说|想|要|让|叫)|不是(?:要|想|说)?|不想|不打算|(?<![要还怎么法能可你们])不)(?:你们?|您|给|我|帮|把|的|这个?|那个?|整个|订?单子?|着?急着?|现在|马上|要|想|去|再|又)*$",
    r"\b(?:ignore|undo|revert|withdraw|disregard|forget)\s(?:\w+\s){0,3}$",
    r"\b(?:nearly|almost)\s$|没有?(?:给我?|把|有)?$|(?:幸好|幸亏|还好|好在|差一?点)[^,，。]{0,12}$",
    r"(?:谁|哪有?|几时|什么时候)(?:跟|和|对|告诉)?(?:你们?|您|他)?(?:说|讲|要)?过?(?:我|咱)?(?:说|讲)?过?(?:要|想)?$",
)
"""Stands right before the wish."""
_DENIES_PAST = _compile(
    rf"\b(?:do\snot|don'?t|dont|didn'?t|did\snot|never|not)\s(?:{_VERBS}\s){{0,4}}(?:it|this|that|them|(?:the|my|our)\s(?:\w+\s){{0,3}})(?:\sto\sbe|\sbe)?\s?$"
)
_OTHERS_DID = _compile(
    r"\b(?:(?:my|his|her|their|your|another)\s(?:\w+\s)?(?!orders?\b|it\b|be\b)\w+|she|he|they|someone|somebody|customers?|people|last\stime\si)"
    r"(?:'(?:s|d|ve)|\s(?:has|have|had))?(?:\s(?:just|already|also|once))?\s$"
)
"""Right before what another has done: my sister cancelled hers."""
_DENIED_AFTER = re.compile(r"[\s,，]*(?:no\b|nope\b|not\s|不(?!能|可)|别|没有)", re.IGNORECASE)
_HAS_PAST = re.compile(r"(?<!\bne)ed$", re.IGNORECASE)
_HAVE_DONE = _compile(r"\b(?:want|like|need|please|get|have|to\sbe|must\sbe|should\sbe)\b(?:\s[\w'-]+){0,8}\s?$")
_IF = _compile(
    r"\b(?:if|unless|in\scase|otherwise|or\selse|suppose|supposing|provided|assuming|as\ssoon\sas|in\sthe\sevent|until|once)\b",
    r"如果|要是|假如|假设|若|的话|万一|除非|否则|不然|一旦",
    r"(?:再不|不了|没有?|不能|不到|来不及)[^。？！?!\n]{0,14}就",
)
_PERHAPS = _compile(
    r"\b(?:maybe|perhaps|might|possibly|thinking|consider\w*|later|tomorrow|next\sweek)\b|\b(?:i|we)\smay\b|\byou\scan(?:'?t|not)\b",
    r"可能|也许|考虑|犹豫|说不定|再说|要不要|该不该|(?:明天|后天|过几天|过两天|晚点|回头|下周)再|要不$|要不(?=取消|退)",
)
_PLEASE = _compile(
    r"\b(?:please|pls|plz|kindly)\b|\b(?:can|could|would|will)\s(?:you|u|someone|somebody|anybody)\b",
    r"帮|麻烦|劳驾|请(?!问)|给我|替我",
)
_ASKS = _compile(
    r"\?\s*$|？\s*$|[吗么嘛]\s*[。.!！]?\s*$|呢[?？]?\s*$",
    r"^\W*(?:(?:ok(?:ay)?|hi|hello|hey|so|and|but|also|thanks|sorry)\W+)*(?:what|how|when|why|where|who|which|can|could|may|is|are|was|were|do(?!\snot\b)|does|did|has|have|had|will|would|should|shall)\b",
    r"能不能|可不可以|能否|可否|是否|行不行",
)
_ASKS_ABOUT = _compile(
    r"\b(?:how|what|why|whether|who|where|happens?|wonder\w*|ask(?:ed|ing)?|know|charge|fee|policy)\b",
    r"[了过]\s*[?？]|怎么|怎样|如何|多少|什么|啥|几|谁|为何|凭什么|会不会|[了过]吗|[了过]没|没有?吗|收费|(?<!匙)扣|手续费|算(?!了)",
)
"""Asks for knowledge, whatever else is polite in it; in English before the wish, in Chinese in its clause."""


def plain_mood(text: str, *cues: re.Pattern[str], names: Collection[str] = ()) -> Mood:
    """Tell like :func:`mood_of` how plainly what moves money is wished for: ``open`` where other words stand beside it.

    Args:
        text: As written.
        *cues: What the act is called, searched in folded text.
        names: Titles of goods that it may name.

    Example:
        >>> cue = re.compile(r"cancel|取消")
        >>> plain_mood("cancel my order please", cue), plain_mood("my wife wants to cancel", cue)
        ('plain', 'open')
    """
    mood = mood_of(text, *cues)
    said = _COURTESY.sub(" ", fold(text))
    is_plain = says_only(said, *cues, names=names) and not is_told(said)
    return "open" if mood == "plain" and not is_plain else mood


def mood_of(text: str, *cues: re.Pattern[str]) -> Mood:
    """Tell how plainly what the cues find is wished for; ``plain`` where they find nothing.

    Args:
        text: As written.
        *cues: What the act is called, searched in folded text.

    Example:
        >>> cue = re.compile(r"cancel|取消")
        >>> [mood_of(one, cue) for one in ("please cancel my order", "别取消我的单", "取消的话能退多少钱")]
        ['plain', 'denied', 'open']
    """
    folded = fold(text)
    folded = _COURTESY.sub(lambda found: " " * len(found[0]), folded)
    moods = [mood for cue in cues for mood in _moods(folded, cue)]
    if not moods or set(moods) == {"plain"}:
        return "plain"
    if "denied" in moods:
        return "open" if "plain" in moods else "denied"
    return "plain" if "plain" in moods else moods[0]


def _moods(text: str, cue: re.Pattern[str]) -> Iterator[Mood]:
    for sentence in _SENTENCE.finditer(text):
        for found in cue.finditer(sentence[0]):
            start, end = _clause(sentence[0], *found.span())
            before, clause = sentence[0][start : found.start()], sentence[0][start:end]
            after = text[sentence.end() :]
            yield _mood(sentence[0], clause, before, found[0], after)


def _clause(sentence: str, low: int, high: int) -> tuple[int, int]:
    starts = [0, *(found.end() for found in _CLAUSE_END.finditer(sentence, 0, low))]
    ends = [found.start() for found in _CLAUSE_END.finditer(sentence, high)]
    return starts[-1], ends[0] if ends else len(sentence)


def _mood(sentence: str, clause: str, before: str, said: str, after: str) -> Mood:
    is_question = bool(_ASKS.search(sentence) or _ASKS.search(clause))
    if _DENIES.search(before) and not re.search(r"为什么|为啥|凭什么|怎么|\bwhy\b", clause, re.IGNORECASE):
        return "denied"
    is_past = said.isascii() and bool(_HAS_PAST.search(said))
    if is_past and (_DENIES_PAST.search(before) or (_OTHERS_DID.search(before) and not _HAVE_DONE.search(before))):
        return "denied"
    if sentence.rstrip().endswith(("?", "？")) and _DENIED_AFTER.match(after):
        return "denied"
    if _IF.search(sentence) or _PERHAPS.search(sentence):
        return "open"
    if _ASKS_ABOUT.search(before if said.isascii() else clause):
        return "asked"
    if is_past and not _HAVE_DONE.search(before):
        return "asked"
    return "asked" if is_question and not _PLEASE.search(sentence) else "plain"
