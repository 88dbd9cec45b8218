"""The shapes of links, contacts and payment details, for :mod:`authority.words`: tables to be extended by a row.

They are searched in text that is normalised: lower case, plain digits, no hidden characters. ``\\b`` and ``\\w`` are
ASCII, so that an English word ends where Chinese begins.
"""

from __future__ import annotations

import re

_TLD = (
    r"(?:com|cn|net|org|info|biz|shop|store|top|xyz|site|online|club|vip|app|link|ltd|wang|"
    r"icu|live|click|io|cc|tv|ly|co|uk"
    r"|eu|de|fr|ru|hk|tw|jp|ai|gg)"
)
_DOT = r"(?:\s?[.。]\s?|\s?[(\[{<]\s?(?:dot|d0t|点)\s?[)\]}>]\s?|\s(?:dot|d0t)\s|\s?点\s?)"
_AT = r"(?:\s?@\s?|\s?[(\[{<]\s?(?:at|a)\s?[)\]}>]\s?|\sat\s|\s?艾特\s?)"
_RUN = r"(?<![a-z0-9-])[a-z0-9-]{2,}"
"""A run is looked at from its first sign alone: from each of its signs anew the work would grow with its square."""
_APPS = (
    r"(?:微信|微 信|威信|薇信|徽信|v信|卫星号|绿泡泡|weixin|wei xin|we\s?chat|whats\s?app"
    r"|telegram|电报|纸飞机|扣扣|skype|viber"
    r"|kakao\s?talk|snap\s?chat|instagram|insta|facebook|messenger|line|signal|discord|钉钉|抖音|小红书|微博"
    r"|(?<![a-z])(?:vx|wx|qq|tg|wa|ig|fb)(?![a-z]))"
)
NOT = r"(?:不|勿|别|没有?|无法|无需|\b(?:not|no|never|cannot|without)\s|n't\s)"
_ADD = (
    r"(?:加(?:一?下)?(?:我们?的?|个|您的?|你的?)?|联系|私聊|私信|搜索?|添加|关注"
    r"|\b(?:add|contact|reach|message|text|dm|ping|write to|find|follow|chat with|talk to)\s(?:me |"
    r"us |our team )?(?:on |via |by |through |over |in )?(?:our |my )?)"
)
_TEL = r"(?:电话|手机|致电|拨打|座机|热线|\b(?:tel|telephone|phone|mobile|cell|call|ring|hotline|fax|sms|text)\b)"
_ACCOUNT = (
    r"(?:银行卡|卡号|账号|帐号|账户|帐户|户头|对公|开户行"
    r"|\b(?:account|acct|a/c|acc)\b(?:\s(?:number|no\.?|nr))?|\bsort code\b|\brouting\b(?: number)"
    r"?|\biban\b|\bbic\b|\bswift\b(?: code)?)"
)
_PAY_APPS = r"(?:支付宝|财付通|微信支付|云闪付|\b(?:alipay|paypal|venmo|zelle|cash\s?app|revolut|wise|payoneer)\b)"
_COIN = r"(?:比特币|泰达币|虚拟币|\b(?:bitcoins?|btc|usdt|ethereum|eth|crypto(?:currency)?)\b)"

_SHAPES: tuple[tuple[str, str], ...] = (
    ("link", r"(?:h(?:tt|xx)ps?\s?:?\s?/\s?/|\bftp://|\bwww\s?[.。]|\bxn--)\S*"),
    ("link", rf"(?<![@\w])[a-z0-9][a-z0-9-]{{0,62}}(?:[.。][a-z0-9-]{{1,63}}){{0,8}}[.。]{_TLD}(?![a-z0-9-])(?:/\S*)?"),
    ("link", r"(?<![\w-])[\w-]+[.。](?:[a-z]{2,12})/\S+|\b(?:wa|t)\.me\b\S*"),
    (
        "link",
        rf"{_RUN}\s[.。]\s?(?:com|cn|net|org|shop|store|top|xyz)(?![a-z])|{_RUN}[.。]\s(?:com|cn)(?![a-z])",
    ),
    (
        "link",
        rf"{_RUN}(?:\s?[(\[{{<]\s?(?:dot|d0t|点)\s?[)\]}}>]\s?|\s(?:dot|d0t)\s)(?:com|cn|net|"
        r"org|shop|store|top|xyz|co)(?![a-z])|\S\s?点\s?(?:com|cn|net|org)(?![a-z])",
    ),
    ("link", r"\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+|/)\S*"),
    (
        "link",
        r"[¥$€£][a-z0-9]{9,13}[¥$€£]|淘口令|复制口令|点击(?:此|下方|这个)?链接|(?:click|follow"
        r"|open) (?:this|the|our) link",
    ),
    ("contact", rf"(?<![\w.+-])[\w.+-]+{_AT}[a-z0-9-]+{_DOT}[a-z]{{2,6}}(?![a-z])"),
    ("contact", rf"{_APPS}\s?(?:号码?|id|账号|群)?\s?(?:[:=是为]|is\b|\+|->|@)?\s?[@+]?(?=[a-z_-]*\d)[a-z0-9_-]{{5,}}"),
    (
        "contact",
        rf"{_APPS}\s?(?:号码?|id|账号|handle|username)\s?(?:[:=是为]|is\b)\s?@?[a-z0-9_-]{{4,}}|"
        rf"{_APPS}\s?[:=]\s?@?[a-z0-9_.-]{{4,}}",
    ),
    ("contact", rf"(?:{_ADD})\s?{_APPS}"),
    (
        "contact",
        r"(?:\+|加)\s?(?:v|微|薇|q)(?![a-z])(?:\s?[:]?\s?[a-z0-9_-]{4,})?|扫(?:一扫)?(?:码|二维码)"
        r"(?:加|添加|联系)|加(?:我们?)?(?:的)?好友|(?:进|加)(?:我们?的?)?(?:微信|客户|福利|粉丝)"
        r"?群(?:聊)?(?=[^\w]|$|吧|领|有)",
    ),
    ("contact", rf"{_TEL}[^\d\n]{{0,14}}\+?\d(?:[\s().-]?\d){{5,}}"),
    (
        "contact",
        r"(?<![\d.])(?:\+?86[\s-]?)?1[3-9]\d(?:[\s.·*_-]{0,2}\d{4}[\s.·*_-]{0,2}\d{4}|[\s.·_-]\d{3}[\s.·_-]\d{5})"
        r"(?![\d.]*\d)",
    ),
    ("contact", r"(?<!\d)1[\s.·*_-]{1,3}[3-9](?:[\s.·*_-]{1,3}\d){9}(?!\d)"),
    ("contact", r"(?<![\w.])\+\s?\d[\d\s().-]{7,18}\d(?!\d)|(?<![\w.,])00[1-9]\d[\d\s-]{7,13}\d(?!\d)"),
    (
        "contact",
        r"(?<![\w.,-])\(?0[1-9]\d{1,3}\)?[\s-]?\d{3,4}[\s-]?\d{3,4}(?![\d-]*\d)|(?<![\w.,])07\d{3}\s?\d{6}(?!\d)",
    ),
    (
        "contact",
        r"(?<![\w.,])(?:\(\d{3}\)\s?|\d{3}[-.])\d{3}[-.]\d{4}(?!\d)|(?<![\w.,-])[48]00[\s-]\d{3,4}[\s-]\d{3,4}(?!\d)",
    ),
    ("payment", rf"{_ACCOUNT}[^\d\n]{{0,16}}(?:[a-z]{{2}})?\d(?:[\s-]?[0-9a-z]){{5,}}"),
    ("payment", r"\b(?:swift|bic)(?: code)?\s?[:是]\s?[a-z]{6}"),
    (
        "payment",
        r"(?:收款人|户名|收款方|开户名|开户行)\s?(?:姓名|名称)?\s?[:是为]\s?\S{2,}|\b(?:payee|beneficiary|"
        r"account (?:name|holder))(?: name)?\s?(?::|is\b)\s?\S+",
    ),
    (
        "payment",
        rf"(?:转账|汇款|打款|汇|转|打|付款|支付)(?:钱|款)?(?:到|至|给|进)\s?(?:我|我们|我司|以下|"
        rf"下面|这个|本人)?的?\s?(?:私人|个人|公司|对公|指定)?\s?(?:卡|{_PAY_APPS}|账|帐|银行|微信|"
        rf"户)",
    ),
    (
        "payment",
        rf"{_PAY_APPS}\s?(?:号|账号|帐号|账户|id|address|account|:|is\b|是)\s?[:是]?\s?\S+|{_PAY_APPS}\s(?:me|"
        rf"us)\b|\bpay\w*\s(?:\w+\s){{0,3}}(?:by|via|with|through|using)\s{_PAY_APPS}\s(?:to|at)"
        rf"\b",
    ),
    (
        "payment",
        r"收款码|付款码|收钱码|赞赏码|扫码(?:付|支付|转)|(?:付款|支付|收款)二维码|(?:payment|pay\w*|"
        r"scan)\s(?:by\s|with\s|via\s|using\s|the\s|this\s|our\s|my\s)*qr(?:\s?code)?|\bqr(?:\s?code)"
        r"?\s(?:to|for)\s(?:pay|payment)",
    ),
    (
        "payment",
        r"\b(?:wire|transfer|send|remit|pay)\b(?:(?!\b(?:not|never)\b)[^.?!\n]){0,40}?\b(?:to|into)"
        r"\s(?:my|our|this|the following|the below)\s(?:\w+\s){0,2}?(?:account|wallet|bank|card|"
        r"iban)\b",
    ),
    (
        "payment",
        rf"\b(?:western union|moneygram)\b|{_COIN}[^.\n]{{0,20}}(?:地址|钱包|address|wallet|支付|"
        rf"付款|payment)|\b(?:pay|send|transfer)\w*\s(?:\w+\s){{0,3}}(?:in|with|by|via)\s{_COIN}|"
        rf"用{_COIN}",
    ),
    ("payment", r"\b0x[0-9a-f]{40}\b|\bbc1[a-z0-9]{25,60}\b|\bt[a-z0-9]{33}\b"),
)

SHAPES = tuple((kind, re.compile(pattern, re.ASCII)) for kind, pattern in _SHAPES)
"""Kind of fault and pattern."""
