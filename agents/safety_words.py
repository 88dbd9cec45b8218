"""Words of a complaint that make it a safety matter: heat and fire, electricity, glass and cuts, a child's harm."""

from __future__ import annotations

import re

_UNSAFE = re.compile(
    r"\b(?:burn(?:s|t|ed|ing)?|fire|smok(?:e|ed|ing)|overheat\w*|too hot|scald\w*|electric shock|electrocut\w*|sparks?"
    r"|explo(?:de[sd]?|sion)|cuts? (?:my|her|his|a|the) (?:hand|finger|child|kid|son|daughter)\w*|bled"
    r"|bleed\w*|splinters?|glass shards?|shards? of glass|swallow\w*|chok(?:e[sd]?|ing)"
    r"|(?:child|kid|baby|son|daughter|toddler) (?:was|got|is) hurt)\b"
    r"|烫(?:伤|手)|起火|着火|冒烟|烧(?:了|坏|焦|伤)|过热|漏电|触电|爆炸|炸了|割(?:伤|破|到)|划伤|流血"
    r"|玻璃渣|碎玻璃|吞(?:了|下)|噎|伤到孩子|孩子受伤|宝宝受伤",
    re.IGNORECASE,
)


def is_unsafe(text: str) -> bool:
    """Tell whether a complaint speaks of harm to people.

    Example:
        >>> is_unsafe("The lamp got too hot and burnt my table"), is_unsafe("The handle came off")
        (True, False)
    """
    return bool(_UNSAFE.search(text))


_ASKED = re.compile(
    r"会不会|是否会?|有没有|会[^。！!\n]{0,8}[吗么?？]|安全吗|\b(?:can|could|will|would|does|do|is|are)\s(?:it|they|this|these|the)\b",
    re.IGNORECASE,
)


def tells_of_harm(text: str) -> bool:
    """Tell whether a text says that people came to harm, and does not ask whether they might.

    Example:
        >>> tells_of_harm("SKU-55 把我孩子手割伤流血了"), tells_of_harm("会不会割伤孩子?")
        (True, False)
    """
    return is_unsafe(text) and not _ASKED.search(text)
