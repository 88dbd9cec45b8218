"""Cantonese, northern and shop talk in the words of plain Mandarin, sign for sign: a text keeps its length."""

from __future__ import annotations

import re

from rapidfuzz import process
from rapidfuzz.distance import OSA

from kit import text as writing

_SIGNS = str.maketrans(
    "侬恁忒唔嘅咗係喺嗰冇睇俾畀攞啲哋佢嚟咩乜嘢仲揾邊边蚊嘞喇",
    "你你太不的了是在那没看给给拿些们他来么么货还找哪哪元了啦",
)
_WORDS = {
    "寻日": "昨日",
    "琴日": "昨日",
    "听日": "明日",
    "听晚": "明晚",
    "寻晚": "昨晚",
    "今儿": "今天",
    "明儿": "明天",
    "昨儿": "昨天",
    "后儿": "后天",
    "今个月": "这个月",
    "今个": "这个",
    "几多": "多少",
    "点解": "为何",
    "点样": "怎么",
    "点算": "咋办",
    "平些": "便宜",
    "得不得": "行不行",
    "得不": "行不",
    "落单": "下单",
    "折头": "折扣",
    "侬好": "你好",
    "几钿": "多少",
    "啷个": "怎么",
    "中不中": "行不行",
    "得伐": "行吗",
    "取笑订单": "取消订单",
    "取笑单": "取消单",
    "取销": "取消",
}
_INITIALS = {
    "zk": "折扣",
    "fh": "发货",
    "kc": "库存",
    "yf": "运费",
    "xh": "现货",
    "tk": "退款",
    "kd": "快递",
    "wl": "物流",
}
_INITIALS |= {"fp": "发票", "dj": "单价", "bj": "报价", "yp": "样品", "dz": "定制", "dd": "订单"}
"""What traders write by its initials, inside a Chinese text."""
_ANY = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))
_INITIAL = re.compile(
    rf"(?<=[\u4e00-\u9fff])(?:{'|'.join(_INITIALS)})(?![a-z0-9])|(?<![a-z0-9])(?:{'|'.join(_INITIALS)})(?=[\u4e00-\u9fff])",
    re.IGNORECASE,
)


_ZEROS = re.compile(r"(?<=\d)[oO]{1,3}(?![A-Za-z])")
_HOMOPHONES = {
    "货": "或获火伙",
    "递": "第弟",
    "费": "废肺",
    "邮": "油游由",
    "款": "宽",
    "惠": "会汇",
    "样": "洋",
    "票": "漂飘",
}
_HOMOPHONES |= {
    "宜": "易",
    "订": "定",
    "贴": "帖",
    "扣": "口",
    "运": "孕",
    "单": "担",
    "发": "法",
    "赔": "陪",
    "换": "焕",
}
_KEYS = (
    "发货 到货 补货 现货 有货 拿货 收货 快递 运费 邮费 包邮 付款 退款 打款 优惠 便宜 发票 样品 订单 下单 起订 "
    "冰箱贴 钥匙扣 换货 赔偿"
).split()
_MISWRITTEN = {
    key[:at] + wrong + key[at + 1 :]: key
    for key in _KEYS
    for at, sign in enumerate(key)
    for wrong in _HOMOPHONES.get(sign, "")
}
"""Words of the trade with one sign that sounds alike: 包油 for 包邮."""
_HOMOPHONE = re.compile("|".join(sorted(_MISWRITTEN, key=len, reverse=True)))
_WRITTEN = re.compile(r"[a-z]{6,}|\b[a-z]{3,5}\b", re.ASCII | re.IGNORECASE)
_SPELLED = frozenset(
    "shipping shipped delivery deliver delivered dispatch dispatched freight postage invoice receipt "
    "price prices pricing quote quotation discount cheaper expensive stock available availability sample "
    "samples custom customise customised customize printed printing engraved engraving refund return "
    "replace replacement exchange broken damaged cracked missing received receive arrived arrive order "
    "ordered orders parcel package tracking address quantity please thanks tomorrow yesterday minimum "
    "wholesale cancel cancelled change changed payment without before another different colour quality "
    "warehouse advert campaign report approve approved resume budget pieces cartons should would could "
    "which where there their customer customers really though through because".split()
)
"""English words that a typing error shall not hide."""


def spelled(text: str) -> str:
    """Write the English words of the trade as they are spelled, where one sign is wrong or two changed places.

    Example:
        >>> spelled("whats the shiping cost, I recieved none")
        'whats the shipping cost, I received none'
    """
    return _WRITTEN.sub(_respelled, text)


def _respelled(match: re.Match[str]) -> str:
    word = match[0].lower()
    if len(word) < 6:
        return _SLIPS.get(word, match[0])
    if word in _SPELLED or writing.stem(word) in _STEMS:
        return match[0]
    near = process.extractOne(word, _SPELLED_LIST, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near and near[0][0] == word[0] else match[0]


_KEY_WORDS = ("cancel", "order", "refund", "remove", "please")
_SLIPS = {
    slip: key
    for key in _KEY_WORDS
    for at in range(1, len(key))
    for slip in (key[:at] + key[at + 1 :], key[: at - 1] + key[at] + key[at - 1] + key[at + 1 :])
    if slip != key and slip[0] == key[0] and len(slip) < 6
} | {"cxl": "cancel", "cncl": "cancel"}
"""Short words with a letter left out or two changed places, none of them a word of its own: oder, canel."""
_SPELLED_LIST = sorted(_SPELLED)
_STEMS = frozenset(map(writing.stem, _SPELLED))


def plain(text: str) -> str:
    """Fold a text (:func:`kit.text.fold`) and write dialect in plain words of the same length.

    Example:
        >>> plain("聽日有冇貨")
        '明日有没货'
    """
    folded = _ANY.sub(lambda match: _WORDS[match[0]], writing.fold(text).translate(_SIGNS))
    folded = _HOMOPHONE.sub(lambda match: _MISWRITTEN[match[0]], _ZEROS.sub(lambda match: "0" * len(match[0]), folded))
    return _INITIAL.sub(lambda match: _INITIALS[match[0].lower()], folded)
