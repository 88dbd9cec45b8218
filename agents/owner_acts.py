"""What the owner plainly orders of ads, goods and the factory: parts of the words that say it and nothing beside it.

Such words are carried out; others that sound like it are answered with what would be done and how to say it plainly.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from agents import language_plain as dialect
from agents.goods_words import in_english
from agents.job import JobContext
from agents.language import Slots
from agents.owner_goods import goods_named, only_of_kind, stands_in
from agents.owner_orders import OwnerOrder, compiled, is_question, plain
from agents.owner_reserves import acts as acts_else
from agents.plain_wish import left_over, parts_of
from authority.docket import Docket
from authority.log import EffectLog
from authority.tasks import Origin
from shops.models import Campaign
from shops.port import Reads

PRODUCTION = "production"
_ADS = (
    r"\b(?:ads?|advert\w*|campaigns?|keywords?)\b|广告|推广|投放|直通车|关键词|[别停不][再要]?投|[\ue000-\ue7ff]"
    r"|(?:恢复|继续|重新|接着|重启|再)投|投(?:起来|回来|回去)"
    r"|[的个这那些]词|[\ue800-\uefff]\s*(?:[这那整]?个|的)?计划"
)
_HALT = (
    r"\b(?:stop|pause|halt|suspend|kill|end|cancel|disable|freeze|pull)\b|\btake\b(?=.{1,60}\b(?:off|down)\s*$)|\bno\smore\b(?=\s(?:ads|advert))"
    r"|\b(?:turn|switch|shut)\b(?=.{0,60}\b(?:off|down)\b)"
    r"|\b(?:ads?|adverts?|campaigns?|keywords?)\s(?:(?:can|must|should)\sgo|off)\b"
    r"|\bon\shold\b|停(?!售|产|卖|销)(?:止|掉|用|一停|一下|下来?)?|暂停|关(?:闭|掉|停|上|了)|中止|叫停|冻结|撤[掉下]|下线"
    r"|(?:别|不要|不)(?:再|要|想)?(?:投放?|[打推开])了?"
)
_RUN = (
    r"\b(?:resume|restart|un-?pause|re-?activate|re-?enable|re-?start|unfreeze)\b|\b(?:turn|switch|put|bring|start|run)\b"
    r"(?=.{0,60}\b(?:on|again|back)\b(?!\shold))(?!.{0,60}\b(?:off|down)\b)|\bback\son\b|取消暂停|解除暂停|恢复|重新?(?:开启?|启动?|投|打开|启用)(?:起?来)?"
    r"|重启|继续|接着(?=[投跑推打])|打开|开启|启动|开[起回]来"
)
_PLACE = r"(?:the\s)?(?:sale|shelf|shelves|shop|store|market|site|website|catalogue)\b"
_OFF = (
    rf"\b(?:de-?list|un-?list|discontinue|hide)\b|\bstop\ssel(?:ling|l)\b|\b(?:sell\sno\smore|no\slonger\ssell)\b|\b(?:off|from)\s{_PLACE}"
    r"|\b(?:don'?t|do\snot)\ssell\b(?=.{1,60}\bany\s?more)|\b(?:take|pull)\b(?=.{1,60}\b(?:off|down)\s*$)"
    r"|\bpull\b|下架|停售|停止?(?:销售|售卖|卖)|(?:别|不要|不)(?:再|要)?卖|撤(?:下来?|掉|了)|[下拿]掉|拿下来"
)
_ON = (
    rf"\b(?:re-?list|un-?hide)\b|\b(?:back\s)?(?:on|in|up|to)\s{_PLACE}|\b(?:sell|list|selling)\b(?=.{{1,60}}\bagain\b)|\bresume\ssel(?:ling|l)\b"
    r"|\b(?:put|bring)\b(?=.{1,60}\bback\s*$)|\b(?:lift|release|remove)\b(?=.{1,40}\bhold\b)"
    r"|(?<!\bit)(?<!them)(?<=\S)\s{1,3}back\son(?=\W*(?:please|pls|now|again|then)?\W*$)|[上放挂摆]回[去来]|(?:重新|再)上(?![架新传次])"
    r"|(?:重新|恢复|再)?上架|恢复(?:销售|售卖|在售)|(?:重新|接着|继续|再)(?:卖|销售|售卖|开卖)|放回货架"
    r"|(?:解除|取消|撤销)(?:下架|停售|(?:质检|质量|品质)停售)"
)
_MAKE = (
    r"\b(?:re-?order|restock|replenish|produce|manufacture|commission)\b"
    r"|生产|排产|投产|返单|加单|补货|备货|追加|[加多赶]做"
)
_ORDER = r"\b(?:order|make|build)\b|[做订补]|下单"
_FACTORY = r"\bfactory\b|工厂|厂[里家]"
_OFF_CUE = compiled(_OFF, _HALT)
_MARKS = {name: compiled(cue) for name, cue in locals().copy().items() if name in ("_ADS", "_MAKE", "_FACTORY")}
_CUES = {
    (OwnerOrder.SHELF, True): compiled(_ON),
    (OwnerOrder.SHELF, False): compiled(_OFF),
    (OwnerOrder.ADS, True): compiled(_RUN),
    (OwnerOrder.ADS, False): compiled(_HALT),
    (PRODUCTION, True): compiled(_MAKE, _ORDER),
}
"""Tried in this order: of goods, stop selling is no stopping of ads."""
_BESIDE = {
    OwnerOrder.SHELF: compiled(
        r"\b(?:taken?|pull|put|bring|remove|get|goods|listing|quality|hold|any|more|anymore|down)\b|质检|质量|品质|销售|在售|售卖|卖",
    ),
    OwnerOrder.ADS: compiled(
        _ADS,
        r"\b(?:turn|switch|shut|taken?|put|bring|start|run|running|down|hold|spend\w*|bid(?:ding|s)?|going)\b|\b(?:stopped|paused)\s(?=ads|keywords|campaigns)",
        r"停(?:掉|止|了)?的|在?跑的?|在投的?|计划|[词投推打]|起来|回来",
    ),
    PRODUCTION: compiled(
        _FACTORY,
        r"#|\bx\b|×|\b(?:pieces?|pcs|units?|more|another|some|again|place|production|have|let|tell|get|ask)\b",
        r"[向跟让叫找]|通知|安排|再|一批|下单|订单|急|加急",
    ),
}
_ADDS_NOTHING = compiled(
    r"[\ue000-\uefff]|\b(?:back|again|away|now|temporarily|products?|items?|articles?|goods|sku|everything|things?|ones?|shop|store|currently|s|too|as\swell|also)\b",
    r"[和与、]|以及|还是|重新|再次?|暂时|目前|正在|[这那]?[款种些词]|[这那][块边]|也|晒|商品|产品|货品?|它们?|店[里铺]|本店|一切|统统|通通|上的?|来|也",
)
_HOLDS_BACK = compiled(
    r"\b(?:no|not|nope|never|n't|\w+n't|dont|wont|wait|scratch|forget|nevermind|oops|sorry|joking|kidding|if|unless|until|maybe"
    r"|perhaps|later|tomorrow|is|are|was|were|has|had|did|does|went|instead|mind|wrong|wanted|says?|said|tells?|told|asks?|asked|heard)\b|\bfactory\s(?:can|could|will|would|may|might|must)\b",
    r"^\W*(?:will|can|could|would|may)\s(?:the|our)\s|^\W*hold\son\b|[别不没未勿]|算了|[等慢]|错|玩笑|反悔|如果|要是|除非|明天|昨[天日]|刚才?|已经?|早就|后悔|手滑|以后|之[前后]|[吗呢么]\s*$|收回|(?:工厂|厂[里家])[^,，。]{0,3}(?:能|可以|会)|说|[让叫]我|听|平台|建议",
)
"""Words that may take back, bind to a condition or only tell what was done."""
_MADE = compiled(
    r"(?:\b(?:need|want)\b|^\W*(?:(?:please|pls|ok|now|also|let'?s)\W+)*(?:get|have)\b)(?P<what>.{1,80}?)\bmade\b",
)
"""Need 150 of them made: an order to make them."""
_TOLD_ZH = compiled(r"[跟和给对向](?P<who>工厂|厂[里家])[说讲]一?[声下]?[,，]?(?=空{0,12}[做产])")
_TO_FACTORY = compiled(r"^\W*(?:(?:the|our|to|for)\s)*(?P<who>factory|工厂|厂[里家])\s*(?:[:,]|(?=#|\d))\s*(?=.*[\d#])")
_REASON = compiled(
    r"快?(?:没|卖完|断货)[了货]|不(?:划算|好卖|赚钱?|值|行|动|出单|出去|够)|没(?:有)?(?:人买|效果|货|库存|销量|单|用|利润|订单|转化)|卖不[动掉出]|(?:太|很)不?\w{1,2}"
    r"|\b(?:not|isn't|aren't|doesn't|don't|never)\s(?:selling|sell|working|work|worth|profitable|paying|pay|moving|move)\b"
    r"|\bno\s(?:stock|sales|clicks|orders|profit|use|money)\b|\b(?:is|are|it's|they're)\b(?=\s(?:too|out|wasting|expensive|losing|not))",
)
"""Reasons that an order is given with."""
_REPORTS = re.compile(
    r"(?:[停关架售启产做订单货撤]|恢复|开|暂停)[掉闭止下]?了(?!吧)|(?:[撤拿]下来|[上放挂摆]回[去来]|[下拿]掉|再上)了(?!吧)|[做产备生]好|做完|完成|完工"
)
_BIDS = re.compile(r"可以|[把将帮给请先都全快吧]|麻烦|立[即刻]|马上|^\s*(?:停|关|暂停)[掉闭]?了(?=\s*\S)")
_COUNT = re.compile(
    r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+|\d{1,5})(?![\d.]*\d)\s?(?:[k千万百](?![a-z]))?\s?(?:[个件只套箱打张]|(?:pcs|pieces?|units?)\b)?"
    r"|[零一二两三四五六七八九十百千万]+(?:[个件只套箱打张](?!月)|(?<=[零一二两三四五六七八九十百千万]{2}))",
    re.IGNORECASE,
)
_SIGN = re.compile("[\ue000-\uefff]")
_CAMPAIGN = re.compile(r"\bcampaigns?\b|计划", re.IGNORECASE)
_LONG_NAME = re.compile(r"\s|[\u4e00-\u9fff]{4}")
"""A name of a campaign that is no word of its own: Kitchen and bags, 家居车载; Gifts may be others."""
_ASKED = re.compile(r"吧\s*[!！。.~]*\s*$")
_ID_SIGN = re.compile("[\ue000-\ue7ff]")
_ALL = compiled(r"\b(?:all|every\w*)\b|所有|全|一切|统统|通通")
LAST = timedelta(days=1)
_KINDS = {"set_keyword_paused": OwnerOrder.ADS, "set_listed": OwnerOrder.SHELF}
_JOBS = ("ads_order", "shelf_order")
_UNDO = compiled(
    r"^\W*(?:(?:please|pls|ok|okay)\W+)*back\son\b|恢复|\bresume\b|\b(?:put|bring)\b(?=.{1,30}\bback\b)|还原"
)
_PRONOUN = compiled(r"\b(?:it|them|those|these|that|this)\b|还是|再|它")


class Names(NamedTuple):
    """What the shop calls things: ``ids`` of keywords and their names that are none of goods, ``whole`` names of
    keywords, campaigns and goods, and those of which the owner's words may hold a ``part``.
    """

    ids: Collection[str] = ()
    whole: Collection[str] = ()
    part: Collection[str] = ()


class Act(NamedTuple):
    """A plain order: what of, whether ads shall run (goods be sold) again, the words that say it and name its objects.

    ``bare`` where they name nothing, as in “turn it back on”: what was last done is meant then; ``names_some`` where
    they name goods or some of the ads; ``rest`` where other parts say something else; ``words`` name goods in English.
    """

    order: str
    more: bool
    said: str
    bare: bool = False
    names_some: bool = False
    rest: bool = False
    words: str = ""


def act_said(text: str, names: Names, last: tuple[str, bool] | None = None) -> Act | None:
    """Give what words plainly order; ``OTHER`` where they order several things, None where they order nothing plainly.

    Args:
        text: The owner's words.
        names: What they may name.
        last: What the owner last had done, for words that name nothing: the order and whether it was to run again.

    Example:
        >>> act_said("先把广告停了吧", Names())[:2], act_said("我不记得说过要停广告", Names())
        ((<OwnerOrder.ADS: 'order_ads'>, False), None)
    """
    asks = "吧" if _ASKED.search(text) else ""
    words, signs = _signed(_as_order(f"{plain(dialect.plain(text)).lower()}{asks}"), names)
    if "?" in words:
        return None
    acts, objects, others = list[Act](), list[str](), list[str]()
    of_ads = bool(_ID_SIGN.search(words))
    for part in parts_of(words):
        act = _act(part, names, last, of_ads=of_ads, before=acts[-1] if acts else None)
        if act is not None:
            acts.append(act)
        elif acts_else(part):
            others.append(part)
        elif holds_back(part):
            return None
        if act is not None or _goes_on(part, names):
            objects.append(part)
        elif part not in others and _names_more(part, names):
            return None
    if not acts:
        return None
    if others or len({(act.order, act.more) for act in acts}) > 1:
        return Act(OwnerOrder.OTHER, more=False, said=text)
    if acts[0].order == OwnerOrder.ADS and not acts[0].names_some and not _ALL.search(" ".join(objects)):
        # kw-gift is too expensive, pause it
        objects += [sign for sign in signs if sign in words and sign not in "".join(objects)]
    said = "".join(signs.get(one, one) for one in " ".join(objects))
    rest = any(left_over(part, _ADDS_NOTHING) for part in parts_of(words) if part not in objects)
    some = len(objects) > len(acts) or any(act.names_some for act in acts)
    bare = not some and all(act.bare for act in acts)
    return acts[0]._replace(said=said, bare=bare, names_some=some, rest=rest)


def holds_back(part: str) -> bool:
    """Tell whether a part of the words may take an order back, bind it to a condition, or ask; a reason does not.

    Example:
        >>> [holds_back(one) for one in ("if it rains", "没效果", "算了", "it is too expensive")]
        [True, False, True, False]
    """
    return bool(_HOLDS_BACK.search(_REASON.sub(" ", part))) or _asks(part)


def _signed(words: str, names: Names) -> tuple[str, dict[str, str]]:
    """Put signs for names and counts, and give what they stand for: a name may hold a comma or an “and”."""
    signs: dict[str, str] = {}
    for first, some in ((0xE000, names.ids), (0xE800, names.whole)):
        found = {one.lower() for one in some if len(one) > 1 and _squeezed(one) in _squeezed(words)}
        for number, name in enumerate(sorted(found, key=len, reverse=True)):
            sign = chr(first + number)
            signs[sign] = name
            # 杯垫定制 is the keyword 杯垫 定制
            parts = r"\s*".join(map(re.escape, name.split()))
            bound = rf"(?<![a-z0-9-]){re.escape(name)}(?![a-z0-9-])" if name.isascii() else parts
            words = re.sub(bound, f" {sign} ", words)
    return _COUNT.sub(" # ", words), signs


def _as_order(words: str) -> str:
    """Write what is needed made, or told to the factory (factory: 120 …), as an order to make it."""
    words = _TOLD_ZH.sub(r"让\g<who>", words)
    words = _MADE.sub(r" make\g<what> ", words)
    return _TO_FACTORY.sub(r"\g<who> make " if words.isascii() else r"\g<who>做", words)


def _squeezed(text: str) -> str:
    return "".join(text.lower().split())


def _act(
    part: str, names: Names, last: tuple[str, bool] | None, *, of_ads: bool, before: Act | None = None
) -> Act | None:
    """Give what a part orders, if it says that and nothing beside it.

    ``of_ads`` where the words name a keyword; a part goes on from the act ``before`` it: 软胶的词停掉,杯垫的也停.
    """
    if _HOLDS_BACK.search(_OFF_CUE.sub(" ", part)) or (_REPORTS.search(part) and not _BIDS.search(part)) or _asks(part):
        return None
    for (order, more), cue in _CUES.items():
        beside = (cue, _BESIDE[order], _ADDS_NOTHING)
        if not cue.search(part) or left_over(part, *beside, names=names.part):
            continue
        left_words = left_over(part, *beside)
        some = bool(_SIGN.search(part) or left_words)
        counts = "#" in part
        left = _BESIDE[order].sub(" ", cue.sub(" ", part))
        if order == PRODUCTION:
            is_of = (
                _MARKS["_FACTORY"].search(part) or _MARKS["_MAKE"].search(part) or (counts and (some or "补" in part))
            )
        elif order == OwnerOrder.ADS:
            marked = _MARKS["_ADS"].search(part) or (of_ads and not some) or (some and "计划" in part)
            marked = marked or (before is not None and some and before[:2] == (order, more))
            is_of = bool(marked) and not _CUES[order, not more].search(left) and not counts
        else:
            is_of = not counts and not _MARKS["_ADS"].search(part)
        if is_of:
            is_bare = order == OwnerOrder.SHELF and not some
            words = " ".join(one for one in left_words if one.isascii())
            return Act(order, more, said=part, bare=is_bare, names_some=some, words=words)
    return _again(part, last)


def _again(part: str, last: tuple[str, bool] | None) -> Act | None:
    """Give the order that undoes the last one, of words that name nothing: turn it back on, 恢复吧."""
    if last is None:
        return None
    order, more = last[0], not last[1]
    cues = (_CUES[order, more], _UNDO) if more else (_CUES[order, more],)
    is_bare = any(cue.search(part) for cue in cues) and "继续" not in part
    is_bare = is_bare and not left_over(part, *cues, _PRONOUN, _BESIDE[OwnerOrder.ADS], _ADDS_NOTHING)
    is_bare = is_bare and not _HOLDS_BACK.search(part) and not _asks(part)
    return Act(order, more, said=part, bare=True) if is_bare and (more or _PRONOUN.search(part)) else None


def _asks(part: str) -> bool:
    return is_question(_SIGN.sub("it", part))


def _goes_on(part: str, names: Names) -> bool:
    """Tell whether a part names more things and says nothing else: …, and the bunting ads."""
    beside = (_ADDS_NOTHING, _MARKS["_ADS"])
    named = _SIGN.search(part) or left_over(part, *beside)
    return bool(named) and not left_over(part, *beside, names=names.part)


def _names_more(part: str, names: Names) -> bool:
    """Tell whether a part that is not read names something: an order that is read by half is none."""
    named = bool(_SIGN.search(part)) or left_over(part, names=names.part) != left_over(part)
    return named and not _REASON.search(part)


def names_of(reads: Reads, text: str, slots: Slots) -> Names:
    """Give the names that the owner's words may hold: keywords, campaigns, goods."""
    ads = reads.ads
    keywords, campaigns = (ads.list_keywords(), ads.list_campaigns()) if ads else ((), ())
    variants = reads.shop.list_variants()
    meant = {*goods_named(slots, text, variants), *slots.sku_candidates, *only_of_kind(text, variants)}
    of_ads = [one.text for one in keywords] + [name for one in campaigns for name in campaign_names(one)]
    # what is no name of goods as well can only mean the keyword
    titles = " | ".join(one.title.lower() for one in variants)
    own = [one.text for one in keywords if one.text.lower() not in titles]
    own += [one.name for one in campaigns if _LONG_NAME.search(one.name) and one.name.lower() not in titles]
    own = [text for text in own if text.isascii() or _squeezed(text) not in _squeezed(titles)]
    return Names(
        ids=[*(one.id for one in keywords), *own],
        whole=[*of_ads, *(name for one in variants for name in (one.sku, one.title))],
        part=[*of_ads, *(one.title for one in variants if one.sku in meant)],
    )


def campaign_names(one: Campaign) -> tuple[str, ...]:
    """Give what a campaign is called: its name, its id, and its name in English as far as that is known.

    Example:
        >>> campaign_names(Campaign(id="c1", name="家居车载", daily_budget=100, currency="CNY"))
        ('家居车载', 'c1', 'home car', 'home and car', 'home & car')
    """
    english = [each.split() for each in in_english(one.name)[:1]]
    return (one.name, one.id, *(join.join(words) for words in english for join in (" ", " and ", " & ")))


def campaigns_said(text: str, known: Sequence[Campaign]) -> list[Campaign]:
    """Give the campaigns that words name: by a name that is no other word, or beside the word for campaigns."""
    whole = [one for one in known if _LONG_NAME.search(one.name) and stands_in(one.name, text)]
    beside = known if _CAMPAIGN.search(text) else ()
    return whole or [one for one in beside if any(stands_in(name, text) for name in campaign_names(one))]


def last_done(log: EffectLog, now: datetime) -> tuple[Docket, ...]:
    """Give what the owner last had done to ads or on the shelf within a day, all of one order; nothing if other."""
    rows = [one for one in log.list_effects(since=now - LAST) if one.origin == Origin.OWNER]
    newest = [one for one in rows if one.submitted_at == rows[-1].submitted_at]
    if len({one.task for one in newest}) > 1:
        newest.sort(key=lambda one: log.history(one.id)[0]["seq"])
    found = tuple(one for one in newest if one.task == newest[-1].task)
    return found if found and {one.kind for one in found} <= set(_KINDS) else ()


def refused_since(ctx: JobContext) -> bool:
    """Tell whether an order of ads or goods came after what was last done, and nothing came of it: “it” may be that."""
    rows = last_done(ctx.log, ctx.now)
    since = rows[-1].submitted_at if rows else ctx.now - LAST
    orders = [
        one
        for name in _JOBS
        for one in ctx.tasks.of_job(name, since=since)
        if one.id != ctx.task.id and one.origin == Origin.OWNER
    ]
    newest = max(orders, key=lambda one: (one.due_at, one.ended_at or one.due_at), default=None)
    return newest is not None and not ctx.log.of_task(newest.id)


def last_act(rows: Sequence[Docket]) -> tuple[str, bool] | None:
    """Give the order that effects came of, and whether it was to run or to sell again."""
    return (_KINDS[rows[-1].kind], _ran(rows[-1])) if rows else None


def _ran(row: Docket) -> bool:
    return bool(row.payload["listed"] if row.kind == "set_listed" else not row.payload["paused"])


def act_of(ctx: JobContext, slots: Slots) -> Act | None:
    """Give what the words of a task plainly order of the shop's goods and ads."""
    text = ctx.task.input["text"]
    return act_said(text, names_of(ctx.reads, text, slots), last_act(last_done(ctx.log, ctx.now)))
