"""Words of an artwork that may be somebody's right: brands, characters, portraits. A person decides on every one.

Source: the words that platforms' own intellectual-property pages give as examples, by general knowledge, 2026-11; not
complete and not legal advice. A word that is not here passes; so the buyer states ownership with the artwork.
"""

from __future__ import annotations

import re

BRANDS = (
    r"nike|adidas|gucci|chanel|louis ?vuitton|apple logo|coca[- ]?cola|starbucks|tesla"
    r"|耐克|阿迪达斯|香奈儿|可口可乐|星巴克|华为|小米"
)
CHARACTERS = (
    r"disney|mickey|minnie|marvel|pok[eé]mon|pikachu|hello ?kitty|snoopy|harry potter|frozen|minions?|peppa|ultraman"
    r"|迪士尼|米老鼠|米奇|漫威|宝可梦|皮卡丘|凯蒂猫|史努比|哈利波特|小黄人|小猪佩奇|奥特曼|卡通人物|动漫"
)
PORTRAITS = (
    r"celebrit(?:y|ies)|pop ?star|film ?star|footballer|portrait|taylor swift|messi|ronaldo|(?:face|photo) of"
    r"|明星|名人|肖像|头像|偶像|网红|梅西|照片"
)
_KINDS = {
    "brand": re.compile(rf"(?<![a-z])(?:{BRANDS})(?![a-z])", re.IGNORECASE),
    "character": re.compile(rf"(?<![a-z])(?:{CHARACTERS})(?![a-z])", re.IGNORECASE),
    "portrait": re.compile(rf"(?<![a-z])(?:{PORTRAITS})(?![a-z])", re.IGNORECASE),
}


def rights_flag(text: str) -> str:
    """Name the first thing in a text that may be somebody's right, e.g. ``"character: Pikachu"``; empty if none is."""
    for kind, pattern in _KINDS.items():
        if found := pattern.search(text):
            return f"{kind}: {found[0]}"
    return ""
