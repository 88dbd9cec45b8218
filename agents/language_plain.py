"""Cantonese, northern and shop talk in the words of plain Mandarin, sign for sign: a text keeps its length."""

from __future__ import annotations

import re

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


def plain(text: str) -> str:
    """Fold a text (:func:`kit.text.fold`) and write dialect in plain words of the same length.

    Example:
        >>> plain("聽日有冇貨")
        '明日有没货'
    """
    folded = _ANY.sub(lambda match: _WORDS[match[0]], writing.fold(text).translate(_SIGNS))
    return _INITIAL.sub(lambda match: _INITIALS[match[0].lower()], folded)
