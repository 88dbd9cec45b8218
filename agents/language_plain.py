"""Cantonese, northern and shop talk in the words of plain Mandarin, sign for sign: a text keeps its length."""

from __future__ import annotations

import re

from kit import text as writing

_SIGNS = str.maketrans(
    "唔嘅咗係喺嗰冇睇俾畀攞啲哋佢嚟咩乜嘢仲揾邊边蚊嘞喇", "不的了是在那没看给给拿些们他来么么货还找哪哪元了啦"
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
}
_ANY = re.compile("|".join(sorted(_WORDS, key=len, reverse=True)))


def plain(text: str) -> str:
    """Fold a text (:func:`kit.text.fold`) and write dialect in plain words of the same length.

    Example:
        >>> plain("聽日有冇貨")
        '明日有没货'
    """
    return _ANY.sub(lambda match: _WORDS[match[0]], writing.fold(text).translate(_SIGNS))
