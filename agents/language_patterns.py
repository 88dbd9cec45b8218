"""The cues that :mod:`agents.language` reads texts by: tables of patterns, to be extended by a row.

Patterns are searched in text that :func:`kit.text.fold` has folded, without regard to case. ``\\b`` and ``\\w`` are
ASCII, so that an English word ends where Chinese begins. ``GAP`` stays inside a sentence, ``空`` inside a clause.
"""

from __future__ import annotations

import re
from enum import StrEnum

from kit.text import NUMERAL, PIECE


class Intent(StrEnum):
    """What a text asks for: of the shop (a buyer) or of the staff (the owner)."""

    PRICE = "price"
    STOCK = "stock"
    DELIVERY = "delivery"
    CUSTOM = "custom"
    SAMPLE = "sample"
    FREIGHT = "freight"
    INVOICE = "invoice"
    BARGAIN = "bargain"
    ORDER_STATUS = "order_status"
    AFTER_SALE = "after_sale"
    ORDER = "order"
    PREFERENCE = "preference"
    GREETING = "greeting"
    THANKS = "thanks"
    OPT_OUT = "opt_out"
    WHY = "why"
    SET_PRICE = "set_price"
    REPORT = "report"
    PLAN = "plan"
    STOP = "stop"
    RESUME = "resume"
    APPROVE = "approve"
    LIMIT = "limit"
    UNKNOWN = "unknown"


def compiled(*parts: str) -> re.Pattern[str]:
    """Join patterns, GAP and 空 written out, ``\\W`` meaning no Chinese sign either."""
    filled = (
        "|".join(parts)
        .replace("GAP", r"[^.?!\n]")
        .replace("空", r"[^,，。.;；?!\n]")
        .replace(r"\W", r"[^\w\u4e00-\u9fff]")
    )
    return re.compile(filled, re.IGNORECASE | re.ASCII)


_I = Intent
BARRED = (_I.SET_PRICE, _I.STOP, _I.RESUME, _I.APPROVE, _I.LIMIT, _I.PREFERENCE)
"""What a text that is distrusted cannot give: the owner's orders, and what would be remembered."""
_MONEY = r"[£$€¥]?\s?\d"
_STEP = r"(?:\d|百分之|[一二两三四五六七八九十]+(?:个点|成|块|毛|元))"
_DAYS = r"(?:today|tomorrow|tonight|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)"
_GOODS = r"(?:orders?|parcels?|packages?|goods|shipments?|deliver(?:y|ies)|stuff|items)"

_CUES: dict[Intent, tuple[str, ...]] = {
    _I.GREETING: (
        r"^\W*(?:hi|hiya|hey|dear|greetings|morning|evening|亲)\b(?![\w-])",
        r"\bhello\b|\bgood\s(?:morning|afternoon|evening|day)\b",
        r"你好|您好|哈喽|哈啰|嗨|早上好|上午好|下午好|晚上好|早安|在吗|在不在|有人吗|老板好|^\W*亲+[,，!~\s]|在不(?=[?？。\s]|$)",
    ),
    _I.THANKS: (
        r"\bthanks?\b|\bthank\s?you\b|\bthx\b|\bcheers\b|\bmuch appreciated\b|\b(?:appreciate|grateful)\b",
        r"谢谢|多谢|感谢|谢啦|谢了|辛苦了|3q|(?<!不)(?:很|非常|挺)满意|好评(?![卡率返])",
    ),
    _I.OPT_OUT: (
        r"unsubscrib\w*|\bopt(?:ing|ed)?[\s-]?(?:me\s|us\s)?out\b",
        r"\b(?:stop|quit|cease)\s(?:sending|messaging|emailing|texting|contacting|spamming|bothering|writing|calling)",
        r"\b(?:do\snot|don't|dont|never)\s(?:ever\s)?(?:contact|message|email|text|spam|bother|write\sto)\s(?:me|us)\b",
        r"\b(?:do\snot|don't|dont)\s(?:want|wish)\s(?:to\s(?:get|receive|hear)|any(?:\smore)?\s(?:messages|emails|texts|ads|mail))",
        r"\b(?:no\smore|stop\s(?:the|these|your|all|with))\s(?:the\s|your\s)?(?:\w+\s)?(?:messages|emails|texts|newsletters?|mails?|spam)\b",
        r"\b(?:remove|take)\s(?:me|us|my\s\w+|our\s\w+)\s(?:from|off)\b|^\W*td\W*$",
        r"(?:别|不要|勿)再?(?:给我们?)?(?:推送|群发|发广告)|退订|取消订阅|拉黑|(?:别|不要|不用|勿|停止|不想)(?:再|老|总)?空{0,6}(?:发|推送?|收到?)空{0,6}(?:消息|广告|短信|信息|邮件|推广|推销|通知|促销)",
        r"(?:别|不要|勿|不想)(?:再|老|总)?(?:来|被)?(?:联系|打扰|骚扰|打电话|烦)|别再(?:给我们?)?发了",
    ),
    _I.WHY: (
        r"\bwhy\b|\bhow\scome\b|\bwhat\s(?:caused|made|explains|drove|led\sto|happened)\b|\bexplain\b",
        r"\b(?:reason|cause)s?\s(?:for|behind|of|why)\b|\bwhat(?:'s|\sis|\swas)\sthe\s(?:reason|cause)|\bwhat\sreason\b",
        r"为什么|为啥|为何|凭什么|怎么(?:会|突然|就|又|给)*(?:涨|跌|降|掉|下滑|变)|怎么空{0,6}[那这]么[多少高低差惨]|[什啥]么?原因|原因(?:是|呢)",
    ),
    _I.SET_PRICE: (
        rf"\b(?:raise|increase|bump|hike|mark\sup|put|push|move)\b[^?!\n]{{0,90}}?(?:\bby\s{_MONEY}|\bup\sby\b|\bup\s\d|\bup\sa\s)",
        rf"(?:\b(?:raise|increase|bump|hike)\b|^\W*(?:please\s)?up\s)[^?!\n]{{0,90}}?(?:\bprices?\b|\bto\s{_MONEY}|\d\s?%|percent)",
        r"\bput\b[^?!\n]{0,40}\bprices?\b[^?!\n]{0,40}\bup\b|\breprice\b|\bput\sup\b[^?!\n]{0,30}\bprices?\b",
        rf"(?:涨价?|提价|加价|上调|调高|提高|调涨|上涨)空{{0,8}}?{_STEP}|把空{{1,50}}?(?:涨|提价|提高|上调|调高|加价)",
    ),
    _I.BARGAIN: (
        r"\bdiscount(?:s|ed)?\b|\bcheaper\b|\bbargain|\bnegotia|\bhaggl|\bmoney\soff\b|\d\s?%\soff\b|\bpercent\soff\b|\breduction\b",
        r"\b(?:better|lower|keener|sharper|special)\s(?:unit\s)?(?:price|deal|rate|offer|quote)s?\b|\b(?:any|special|good)\s(?:deal|promo|offer)s?\b",
        r"\b(?:lower|reduce|cut|drop|bring\sdown|knock|sharpen|improve|shave)\bGAP{0,40}?\b(?:price|cost|quote|off|rate|down)s?\b",
        r"\btoo\s(?:expensive|high|much|pricey|dear|steep)\b|\b(?:pricey|expensive)\b|\bcome\sdown\b|\bprice\s(?:break|match)|\bmatch\sGAP{0,20}price",
        r"\b(?:best|better)\s(?:you\scan\sdo|you\scould\sdo|offer)\b|\bdo\s(?:any|a\sbit|a\slittle)?\s?better\b|\bhalf\sprice\b|\bwiggle\sroom|\bgo\s(?:\w+\s){0,2}?lower\b",
        rf"\b(?:can|could|would|will)\s(?:you|u)\s(?:do|accept|take|sell|make|go|give)\b[^?!\n]{{0,40}}?(?:{_MONEY}+\.\d\d|[£$€¥]\s?\d)",
        r"\b(?:sell|let|give|have|meet|match)\s(?:it\s|them\s|me\s|us\s)[^?!\n]{0,30}\b(?:for|at)\s[£$€¥]\s?\d|\b(?:my|our)\s(?:offer|budget)\b|\blowest\s(?:you|that)\b|\bmore\sthan\s(?:i|we)\b|\btarget\sprice",
        r"照顾(?:一?下|点)|关照|便宜|优惠|打折|打个?[\d一二三四五六七八九.]{1,3}折|折扣|[\d一二三四五六七八九]折(?=[行可吗怎卖给好能])|能\S{0,4}折|(?:全部|统统|一律|都)空{0,3}折|降价|降一?[点些]|再?[低少]一?[点些](?!货)",
        r"还价|讲价|砍价|议价|太贵|有点贵|贵了|好贵|偏高|太高|让利|让一?[点些]|让个|抹零|给个(?:好价|优惠|实在)|实在价|少算|能少|可以少|还能少|半价",
        r"[\d一二两三四五六七八九十](?:块|元|毛)[\d一二三四五六七八九]?(?:钱)?空{0,4}(?:行不行|行吗|可以吗|卖吗|卖不卖|能做|能卖|成交|怎么样|拿|给我|能不能)",
        rf"(?:能不能|能否|可否|可不可以|能)空{{0,8}}(?:降到?|做到?|按|给到?){_STEP}|(?:能不能|能否|可否|可以)空{{0,3}}算我|给我算|\b(?:can|could|would|will)\s(?:you|u)\sdo\bGAP{{0,60}}\bfor\s{_MONEY}|满减|优惠券",
    ),
    _I.PRICE: (
        r"\bhow\smuch\b(?!\s(?:longer|time|stock|space)|\s(?:did|have|has|do|are)\swe\b|\sdo\syou\shave)",
        r"\bwhat(?:'s|s|\sis|\sare|\swould|\swill|\sdo|\sdoes)\bGAP{0,60}\b(?:prices?|damage\sfor|cost|costs|rates?|pricing|charge)\b",
        r"\bquot(?:e|es|ation|ing)\b|\b(?:best|lowest|bulk|wholesale|trade|total)\s(?:unit\s)?(?:price|cost)s?\b|\bpricing\b|\bprice\s?list\b",
        r"\b(?:does|would|will|do)\bGAP{1,50}\b(?:cost|set\s(?:me|us)\sback|come\sto)\b|\bprices?\s?(?:please|\?|pls)|\b(?:send|tell|give)\s(?:me|us)\bGAP{0,20}\bprices?\b",
        r"[样品]费空{0,3}多少|多少钱|啥价|什么价|何价|[询问求]个?一?下?价|报(?:一下|下|个)?空{0,40}?价|价[格钱位]空{0,3}(?:多少|怎么|呢|表|吗|是多)|价格\W*$|怎么卖|咋卖|怎么收费|收多少|几块|几钱|批发价|最低价|[单批]价(?=还有|以及|[和跟与、加])|底价(?=空{0,4}(?:多少|是|给|报|呢|吗))|拿货价|(?:怎么|咋)(?:个)?(?:拿货|拿法|批发?(?![准复])|进货|拿的?(?=[?？呀啊呢]|$))",
        r"最低多少|(?<![有剩发收])多少[一每]?[个件只套箱](?![货库])|多少米|费用多少|总价(?!空{0,2}[\d一二两三四五六七八九])|到手价|一共多少|阶梯价|起[订批拿]量|(?:最[少低]|多少|几[个件只套])空{0,6}起[订批拿卖]|起[订批]空{0,3}多少|一件空{0,3}起批吗|\bMOQ\b|\bmin(?:imum|\.)?\s(?:order|quantity|qty)\b",
    ),
    _I.STOCK: (
        r"\b(?:in|out\sof|any|have|your|current|enough|hold|the)\b\s(?:\w+\s){0,3}?stock\b|\bstock\s(?:levels?|left|of|check|status|for)\b|\bstock\s?\?",
        r"\bavailab(?:le|ility)\b|\bhow\smany\bGAP{0,50}\b(?:you\shave|you\sgot|left|in\sstock|available|remain\w*)\b|\bsold\sout\b",
        r"\b(?:still|do\syou)\s(?:have|got|stock)\bGAP{0,50}\b(?:left|in\sstock|available)\b|\b(?:any|got|have|many|much)\bGAP{0,40}\bleft\b|\brestock\w*|\bback\sin\b|\bwhen\b(?:(?!\b(?:order|parcel|it)\b)GAP){0,60}\bback\b|\bdo\syou\s(?:still\s)?stock\b",
        r"有(?:没有)?现?货|现货|库存|有没有货|还有(?:吗|没有?|多少|货)|缺货|断货|补货|还剩|有多少[个件货]?|剩多少|够不够|货够|存货|剩几|到货没|补到货",
    ),
    _I.DELIVERY: (
        r"\bwhen\bGAP{0,60}\b(?:ship|shipped|shipping|send|sent|deliver\w*|d[ei]spatch\w*|arrive|get\s(?:it|them|here)|receive|come|ready|leave|reach|be\s(?:here|with))\b",
        r"\bhow\s(?:soon|fast|quick\w*|many\sdays|long)\b(?!\s(?:is|are)\sthe\s(?!lead|deliver|wait|ship|turn|prod))|\blead[\s-]?times?\b|\bturn[\s-]?around\b",
        r"\b(?:delivery|shipping|d[ei]spatch|arrival|production)\s(?:times?|dates?|estimate|window|schedule)\b|\bETA\b|\bin\stime\sfor\b",
        rf"\b(?:can|could|will|would)\b(?:(?!\bmy\b)GAP){{0,80}}\b(?:ship|deliver\w*|d[ei]spatch\w*|arrive|send|here|ready|get\sto|reach|make\sit)\b(?:(?!\bmy\b)GAP){{0,50}}\b(?:by|before|within|in\s\d|on\s{_DAYS}|this|next|{_DAYS})",
        rf"\b(?:deliver\w*|ship\w*|arrives?|need\w*|here|receive|want\w*|order\w*)\bGAP{{0,50}}\b(?:by|before|no\slater\sthan)\s(?:the\s|next\s|this\s)?(?:\d|end|{_DAYS}|christmas|xmas)",
        r"几天|多久|多长时间|多少天|(?:什么时候|何时|啥时候|几时|哪天|几号)空{0,8}(?:发|寄|到(?!账)|送|出货|交|好|拿到|收)|何时|啥时候(?!空{0,4}(?:到账|退))",
        r"(?:今天|今日|明天|当天|马上|立即|尽快|后天|国庆|中秋|春节|年底|[下本这]?周[一二三四五六日]|[月\d]+[号日天][之以]?[前内]?|月底)空{0,8}(?:发货|发出|发走|寄出|送到|到货|发吗|收到|交货|到吗|发得|寄到|交|能到|要用|要货|发不发)",
        r"发货(?:时间|快|速度|吗|要)|[交货工]期|前要(?:货|用|到|[,，。]|$)|交货时间|到货时间|来得及|赶得上|生产周期|赶在|加急|急[用要]|(?:前|必须|务必)空{0,4}(?:到(?!付)|送到|收到)",
    ),
    _I.CUSTOM: (
        r"\bcustomi[sz]\w*|(?<!at\s)(?<!in\s)\bcustom\b|\bbespoke\b|\bpersonali[sz]\w*|\bengrav\w*|\blogos?\b|\bOEM\b|\bODM\b|\b(?:white|private)[\s-]label\w*",
        r"\b(?:our|own|my)\s(?:own\s)?(?:brand|label|artwork|design|company\sname|shop\sname)\b|\bmonogram\w*|\bembroider\w*|\bimprint\w*|\bmade\sto\sorder\b",
        r"\b(?:print|put|stamp|add)(?:ed|ing)?\b(?:\s(?:our|my|a|the|company|shop))*\s(?:names?|text|initials|brand|slogan|message)\b",
        r"定制|定做|订制|订做|来图|来样|印字|印上|印我|印个|印刷|刻字|雕刻|刻上|贴牌|代工|丝印|烫金|印空{0,5}(?:名|标|图|字)|加空{0,4}(?:商标|标志|标|字样|店名)|绣字|打标|刻空{0,8}(?:名|字|图|标)|自己的(?:图|款|标|品牌)",
    ),
    _I.SAMPLE: (
        r"\b(?:one|a|1)\s(?:piece|unit)\b[^.?!]{0,30}\b(?:check|test|try|see)\b|\bsamples?\b|样品|样板|打样|拿样|寄样|小样|看样|样件|样单|[寄发拿看要]空{0,3}样(?![子式的])|先(?:拿|买|寄|发|来)[一两几1-3]个?空{0,4}(?:看看|试试)",
    ),
    _I.FREIGHT: (
        r"\bfreight\b|\bpostage\b|\bcarriage\b|\b(?:shipping|delivery|courier|p&p)\s(?:cost|charge|fee|rate|price|quote|cost)s?\b|\bfree\s(?:shipping|delivery)\b",
        r"\bhow\smuch\s(?:is|are|does|do|would|will|for|to)?\s?(?:it\s(?:cost\s)?(?:me\s|us\s)?(?:be\s)?to\s)?(?:the\s|your\s)?(?:shipping|delivery|ship|deliver|courier|send|postage|freight|carriage)\b",
        r"\bwhat\b(?:\s\w+){0,5}?\s(?:charge|cost|price)s?\s(?:of|for|to)\s(?:the\s|your\s)?(?:shipping|delivery|ship|deliver|postage)\b",
        r"\bwhat(?:'s|s|\sis|\sare|\swould)\b(?:\s\w+){0,4}?\s(?:postage|freight|(?:shipping|delivery)\s(?:cost|charge|fee|rate|price)s?)\b",
        r"\b(?:cost|price|charge)s?\s(?:of|for|to)\s(?:the\s)?(?:shipping|delivery|ship|deliver|sending|send|courier)\b|\b(?:shipping|delivery)\s(?:included|free|extra)\b",
        r"\b(?:includ\w+|plus|with|and|for|is)\s(?:the\s)?(?:shipping|delivery)(?=\s?(?:to\b|\?|,|$))",
        r"(?:运费|邮费|快递费|物流费|邮资|运输费|运价)(?:空{0,12}?(?:多少钱?|怎么算|几块))?|包邮|免邮|免运|到付|(?:发|寄|运|送)到空{1,8}(?:多少钱|要多少|几块)|快递空{0,4}多少|运费谁|\b(?:cheapest|fastest|express|sea|air)\s(?:shipping|delivery|freight|courier)\b",
    ),
    _I.INVOICE: (r"\binvoic\w*|\bVAT\b|\btax\sreceipt|\breceipts?\b|发票|收据|开票|专票|普票|税票|增值税|开空{0,4}票",),
    _I.ORDER_STATUS: (
        rf"\bwhere(?:'s|\sis|\sare|\shas|\sabouts\sis)\bGAP{{0,20}}\b(?:{_GOODS}|it)\b|\btrack(?:ing)?\b|\border\sstatus\b|\bstatus\s(?:of|on|for)\b|\bupdate\son\b",
        rf"\b(?:my|our)\s(?:\w+\s)?{_GOODS}\bGAP{{0,60}}\b(?:arriv\w*|ship\w*|d[ei]spatch\w*|come|status|yet|late|left|sent|deliver\w*|way)\b",
        rf"\b(?:has|have|hasn't|haven't|when\s(?:will|does|is)|did|is)\b\s(?:my|our)\s(?:\w+\s)?{_GOODS}\b",
        r"\border\s?(?:no\.?|number|id)?\s?[#:]?\s?[\w-]*\d{4,}GAP{0,50}\b(?:ship\w*|arriv\w*|status|yet|d[ei]spatch\w*|deliver\w*|sent|late|come)\b",
        r"(?:\bnot|n't|\bnever)\s(?:yet\s)?(?:arrived?|received?|been\s(?:delivered|shipped|sent)|shown\sup|turned\sup|come|shipped)\b|\bstill\swaiting\b|\bnothing\s(?:has\s)?(?:yet|come|arrived|shown|turned)\b|\bstill\snothing\b|\bhappen\w*\s(?:to|with)\s(?:my|our)\b",
        r"\bordered\bGAP{0,60}[,.;]?\s(?:when|where|and\swhen|any\snews|is\sit)\b|\bhas\s(?:it|order)\bGAP{0,30}\b(?:shipped|left|sent|d[ei]spatched|arrived)\b",
        r"订单空{0,24}(?:到哪|状态|进度|发货了?[吗没]|发了?[吗没]|到了?[吗没]|怎么样|什么时候|何时|几时|多久|呢|咋样)|[查看问]空{0,10}(?:订单|快递|物流|单号|包裹)|(?:物流|快递)空{0,6}没(?:有)?(?:更新|动)|(?:物流|快递)(?:信息|到|单号|进度|状态|怎么|呢|几天没)",
        r"(?<!不用)(?<!别)催(?:一?下|一催|催|个?单|发货|物流|快递)|单号空{0,4}(?:发|给|多少|呢)|到哪(?:里|儿)?了?|(?:我们?的?|上次)(?:买|订|下|拍)?的?空{0,10}(?:货|订单|快递|包裹|东西)空{0,12}(?:[到发哪呢]|没)|还没有?(?:发|到|收|寄|送|出(?![现来]))|没收到|没发货|没到货|发货了[吗没]|运单号|货到了[吗没]|怎么还[不没]有?[发到]|单子?空{0,30}?(?:发了?[没吗]|发没发|到了?[没吗])|[拍买订]的空{0,6}(?:还[不没]|怎么[不没])|没(?:有)?(?:动静|消息|下文|反应)|\bnever\s(?:came|showed|reached|got\shere)\b",
    ),
    _I.AFTER_SALE: (
        r"\b(?:received|got|sent)\s(?:me\s|us\s)?(?:the\s|a\s)?wrong\b|\bbroken?\b|\bdamage[ds]?\b(?!\sfor)|\bcracked\b|\bshattered\b|\bsmashed\b|\bfaulty\b|\bdefect\w*|\bchipped\b|\bscratched\b|\bmissing\b|\btorn\b|\bleak\w*|\bstained\b|\bbent\b|\bsnapped\b",
        r"\bshort(?:age)?\s(?:of|by|deliver\w*)\b|\b(?:were|was|are|is)\s(?:\w+\s)?short\b|\bwrong\s(?:item|colou?r|size|product|one|goods|order|quantity|thing|bag)s?\b|\brefund\w*|\bmoney\sback\b",
        r"\breturn(?:s|ed|ing)?\b(?!\scustomers?)|\breplacements?\b|\breplaced?\b|\bexchange\b(?!\srate)|\bcomplain\w*|\bnot\sas\sdescribed\b|\b(?:poor|bad|terrible)\squality\b|\bquality\s(?:is|was)\b",
        r"\b(?:doesn't|does\snot|not|don't|stopped)\swork(?:ing)?\b|\bcancel\s(?:my|the|our|this|order|it)\b|\b(?:only|just)\s(?:got|received)\b|\bin\spieces\b|\bcrushed\b|\binstead\sof\b|\bdifferent\sfrom\b|\bfell\sapart\b",
        r"破损|损坏|破了|碎(?!花)|坏了?(?:的|了|掉|\d|[一二两三])|裂|少了|少发|(?<!多)少件|缺件|漏发|缺了|少收|发错(?!窗口|群|人|消息)|[发寄]成|错发|错货|退款|退货|退钱|换货|退换|退掉|退了|质量(?:问题|差|太|不好|不行)|瑕疵|划痕|掉漆|漏水|不符|补发|补寄|重发|赔|售后|投诉|取消订单|不能用|用不了|仅退款|不想要了|货不对|只收到|换新|想退|要退|换一个|有问题|(?:颜色|尺寸|数量|型号|款式)不(?:对|符)|(?:和|跟|与)(?:图片?|照片|描述|样品)空{0,4}不(?:一样|符|同)|无理由|取消(?!订阅|暂停|审)|[多拍]拍了|拍[错多重]|[掉褪]色|异味|生锈|变形|断了|脱胶|开胶|掉毛|保修|返修|不满意|\bstains?\b|\bfaded?\b|\brust\w*|\bsmell\w*|\bwarranty\b",
        r"(?:改|换|更换|修改|变更|[写填弄选]错)空{0,6}(?:地址|收[件货]人)|\d{5,}空{0,8}(?:付款|支付)方式|(?:地址|收[件货]人|收[件货]电话)空{0,8}(?:改|换|变更|[写填弄选发]错|错了|不对)",
        r"(?:订单|[这那]一?个?单|单子|\d{5,})空{0,14}(?:改[成为到要]|换成|减到|加到|去掉|数量)",
        r"\b(?:chang|updat|correct|amend|edit|switch|modif|swap|fix)\w*\bGAP{0,40}\b(?:address|recipient|postcode|ship[\s-]to)\b|\b(?:change|switch)\bGAP{0,30}\bpayment\b",
        r"\b(?:add|remove|swap|drop|change|amend|take)\bGAP{1,60}\b(?:to|from|in|on|off|out\sof)\s(?:my\s|our\s|the\s)?order\s(?:no\.?\s?|number\s)?#?[\w-]*\d{4,}",
    ),
    _I.ORDER: (
        r"\bplac(?:e|ing)\s(?:an?|the|this|my|our)\s(?:\w+\s)?order|\b(?:i|we)(?:'ll|\swill|\swould\slike\sto|'d\slike\sto)\s(?:take|buy|order|go\s(?:with|for)|place)\b|\bgo\sahead\swith\b",
        rf"\b(?:i|we)'ll\shave\b|\b(?:send|ship)\s(?:me|us)\s{NUMERAL}|\bput\s(?:me|us)\sdown\b|\badd\bGAP{{0,50}}\bto\s(?:my|the|our)\s(?:order|basket|cart)|\bproceed\swith\b|\bconfirm\s(?:the|my|our)\sorder|\blet's\s(?:do|go|take|order|say)\b|\bdeal\b[.!]|\b(?:re-?order|can\si\sorder)\b",
        r"\b(?:ready|want|like|wish|looking)\sto\s(?:buy|order|purchase)\b|^\W*(?:hi\W+|hello\W+)?(?:please\s)?(?:order|buy)\s|\bok(?:ay)?,?\sdeal\b|\bpayment\slink\b|下单|下个单|我拍|直接拍|就要|确认订单|给我来|[帮给]我[下订拍]|(?<![昨前上])[拍定]了(?=[,，。!！~]|$)|\bplease\s(?:send|ship)\s(?:us\s|me\s)?\d+\s(?:pcs|pieces|units|boxes)\b|怎么(?:下单|拍|买)|就这个了|来一单",
    ),
    _I.PREFERENCE: (
        r"(?<!you\s)(?<!'re\s)(?<!are\s)(?<!is\s)\balways\s(?:please\s)?(?:ship|send|use|deliver|pack|reply|write|put|include|go|choose|give|invoice|address|call|contact|email|leave|wrap|add|want|need|take|order|buy|prefer|quote|split|combine|have|speak|answer)\b",
        r"\bfrom\snow\son\b(?!,?\syou\sare)|\bin\s(?:the\s)?future\b|\bgoing\sforward\b|\b(?:every|each)\stime\b|\bby\sdefault\b|\bfor\s(?:all\s)?(?:of\s)?(?:my|our|future)\s(?:future\s)?orders\b|\bfor\sfuture\b|\b(?:i|we)(?:'d|\swould|\sdo)?\s(?:\w+\s)?prefer\b|\b(?:i|we)(?:'d|\swould)\srather\b|\b(?:my|our)\spreference\b",
        r"\b(?:we|i)\s(?:only|never)\s(?:ever\s)?(?!got|received|had|have|just|ask|(?:want|wish)(?:ed)?\sto\sknow)\w+|(?<!i\s)(?<!we\s)(?<!has\s)(?<!have\s)\bnever\s(?:ship|send|use|call|pack|deliver|substitute|put|include)\b|\bremember\s(?:that|to|we|i|our|my)\b|\bkeep\sin\smind\b|\bonly\s(?:ever\s)?(?:ship|send|use|deliver|contact|call|reply)\b",
        r"(?<![天周月年时])以后(?:都|请|就|也|发|给|每|不要|别|用|寄|的|我|一律|统一|下单|要|回复|所有|咱)|今后|从现在起|从今|一直(?:用|发|走|要|给|按|都|是用|寄)|每次(?:都|请|发|下单|要|用|给|寄)|都(?:用|走)|请?记住|记得(?:我|以后|每)|默认|长期(?:用|走)|(?:统一|固定|一律)(?:用|发|走|寄|要)|永远|习惯用|偏好|从来不|我们?都是?要|别用|不要用",
        r"我们?(?:店里?|这边)?只(?:要|收|用|买|订|拿|进|接受|走|卖|做)(?!\s*[\d一二两三四五六七八九十百]|是)|只[要用走发收](?:空{0,6}色|顺丰|中通|圆通|韵达|申通|德邦|京东|邮政|专票|纸箱)|下次(?:都|记得|请|也|还)|往后",
    ),
    _I.REPORT: (
        r"\bhow(?:'s|\s(?:was|were|did|is|are|has))\bGAP{0,30}\b(?:yesterday|today|sales|business|day|week|month|(?:we|shop|store)\s(?:do|doing)|things\sgoing|numbers)\b",
        r"\breport\b(?!\s(?:a|an|that|the|some|my|damage|missing|broken|this)\b)|\b(?:yesterday|today|week|month|day)'?s?\s(?:sales|numbers|figures|results|revenue|turnover|takings|profit|performance|summary)\b|\bsales\s(?:figures|numbers|summary|results)\b",
        r"\bhow\s(?:many|much)\bGAP{0,30}\b(?:orders|sales|visitors|refunds|profit|revenue|did\swe|have\swe|we\s(?:sell|sold|make|made|earn|spend|spent))\b|\bsummar(?:y|ise|ize)\b|\brecap\b|\bwhat\ssold\b|\bbest[\s-]?sell\w*",
        r"访客空{0,3}(?:多少|几)|多少访客|卖[得的](?:怎么样|如何|好|咋样)|(?:销量|生意|销售|流量|业绩|利润)(?:怎么样|如何|多少|好不好|咋样|情况)|业绩|[日周月]报|报表|(?<!验厂)(?<!质检)(?<!检测)(?<!检验)报告|汇报|战报|销售额|营业额|卖了(?:多少|几)|几单|多少[个]?(?:订单|单)|[赚挣]了?多少|利润多少",
        r"(?:昨[天日]|今[天日]|[上本这]周|[上本这]个?月)空{0,8}(?:怎么样|如何|情况|数据|成绩|销售|咋样)|(?:昨[天日]|今[天日]|[上本这]个?[周月])空{0,8}(?:卖|完成|目标|成交|出单|赚|亏)|卖得最|成交额|转化率|客单价|\bGMV\b",
    ),
    _I.PLAN: (
        r"\b(?:what(?:'s|\sis|\sare)|show|tell|give)\bGAP{0,30}\b(?:plans?|agenda|schedule|to-?do|priorit\w+)\b|\bplans?\s(?:for|of)\s(?:today|the\s(?:day|week)|tomorrow|this|next)|\b(?:today's|tomorrow's|morning|week's|the\sday's)\s(?:plan|agenda|priorities)\b",
        r"\bwhat\s(?:are|will|do|should)\s(?:you|we|i|they|the\s(?:staff|team|crew|employees))(?:\sall)?\s(?:be\s)?(?:going\sto\sdo|do|doing|planning|plan|working\son|work\son|focus)|\bwhat(?:'s|\sis)\s(?:on|up|next|happening)(?:\sfor)?\s(?:today|tomorrow|this)|^\W*(?:the\s)?plan\W*$",
        r"计划|安排(?!发|寄|补|退|快递|送|出货|物流|一下)|日程|待办|(?:今天|今日|明天|本周|这周|下周)空{0,5}(?:做什么|做些什么|干什么|干啥|做啥|要做|忙什么|忙啥|有什么事|有啥事|打算)|晨会|工作重点",
    ),
    _I.STOP: (
        r"(?<!un-)\b(?:stop|pause|halt|suspend|freeze|kill|turn\soff|switch\soff|disable|shut\s(?:down|off)|hold)\bGAP{0,30}\b(?:ads?|advert\w*|campaigns?|bidding|bids?|promotions?|promos?|everything|changes|refunds|repricing|pricing|employees?|staff|spend\w*|keywords?|coupons?|work|jobs|replies|actions|selling|discounts?|shop|bots?|team|all|crew)\b",
        r"\b(?:turn|switch|shut)\s(?:the\s|all\s|our\s)*(?:ads?|campaigns?|promotions?|bidding|everything)\s(?:off|down)\b|\bkill\sswitch\b|\bemergency\sstop\b|^\W*(?:stop|pause|halt)\W*$",
        r"别投空{0,12}广告|(?:别|不要|先不)(?:再|要)?(?:投|打|推|做)空{0,3}(?:广告|推广|活动|促销)|(?:停(?:止|掉|了|用|一下|下)?|暂停|关(?:闭|掉|了|停)|中止|叫停|冻结)空{0,10}(?:广告|推广|投放|活动|促销|调价|改价|退款|员工|店员|出价|竞价|优惠|一切|所有|全部|直通车|工作|操作|自动)|(?:广告|推广|投放|活动|调价|退款|所有|全部|一切|直通车)空{0,6}(?:停(?!产)|暂停|关掉|关了|关闭)|全停|[紧]?急停|^\W*(?:停|停止|暂停)\W*$",
    ),
    _I.RESUME: (
        r"\b(?:resume|unpause|un-pause|restart|reactivate|re-?enable|unfreeze)\b|\b(?:turn|switch|start|bring|put)\bGAP{0,40}\b(?:back\son|on\sagain|again)\b|\bturn\son\bGAP{0,30}\b(?:ads?|campaigns?|promotions?)\b|\b(?:continue|start|carry\son)\s(?:with\s)?(?:all\s|the\s|our\s)*(?:ads?|campaigns?|bidding|promotions?|work)\b",
        r"恢复|继续(?:投|打|推|跑|开|做|工作|广告|自动|运行|执行|调价)|重新(?:开|投|启动|启用|打开|上)|重启|解除(?:暂停|冻结|停)|(?:广告|推广|活动|投放)空{0,4}(?:打开|开启|开起来|开回来|重新)|开[启始](?:广告|投放|推广)|取消暂停",
    ),
    _I.APPROVE: (
        r"(?<!not\s)(?<!n't\s)(?<!dis)\bapprov(?:e|ed|es|ing)\b|\bgo\sahead\b|\bgreen[\s-]?light\b|\bsign(?:ed)?\soff\b|\bauthori[sz]e\b|(?<!不)(?<!没有)(?:批准|同意|核准|照办|准了|准许)|审批通过|通过(?:审批|申请|这|吧|$)|可以执行|批了|就这么办|照做",
    ),
    _I.LIMIT: (
        r"\b(?:raise|lower|increase|reduce|lift|set|change|cut|double)\sGAP{0,50}?\b(?:limits?|caps?|ceiling|(?:ads?|daily)\s(?:\w+\s)?budget)\b|(?:可以|能|请)?把?空{0,14}(?:上限|限额|额度|广告预算|推广预算)空{0,6}[提调改降设放加减涨]|(?:每天|每日|一天)空{0,4}最多(?:花|退|赔|让)|超过空{0,8}(?:要|得|先)(?:我|问我|经我)",
    ),
}
_WEAK_CUES: dict[Intent, tuple[str, ...]] = {
    _I.WHY: (r"怎么回事|咋回事",),
    _I.OPT_OUT: (r"^\W*stop\W*$",),
    _I.PRICE: (r"\bprices?\b|\bcosts?\b|价格|单价|价钱",),
    _I.STOCK: (
        r"\b(?:do|have)\syou\s(?:still\s)?(?:have|got|carry|sell)\b(?!GAP{0,20}\bprice)|\bhave\syou\sgot\b|有没有|还?有空{1,14}[吗么没]",
    ),
    _I.FREIGHT: (r"\b(?:do|can|could|would)\s(?:you|u)\s(?:ship|deliver|send|post)\s(?:\w+\s){0,2}?to\b",),
    _I.ORDER_STATUS: (
        rf"\b(?:my|our)\s(?:\w+\s)?{_GOODS}\b|\border\s(?:no\.?\s|number\s|#)?x{{5,}}|我们?的?(?:订单|快递|包裹|货)|订单x",
    ),
    _I.ORDER: (
        rf"\b(?:i|we)(?:'d|\swould)?\s(?:like|need|want|take|require)\s(?:about\s|another\s)?{NUMERAL}|\b(?:order|buy|purchase|give\sme|get\sme)\s(?:another\s)?{NUMERAL}|\bplease\s(?:send|ship)\s(?:them|it|those|these)\b",
        rf"[要来买订拿购进]\s?(?:{NUMERAL})\s?(?:{PIECE}|箱|盒|打)|(?:垫|贴|架|扣|款|地垫)x*来(?:{NUMERAL})[块张]|我[们想要]*(?:买|订购?|购买|采购|进货)",
    ),
}
CUES = {intent: compiled(*parts) for intent, parts in _CUES.items()}
"""Every intent's pattern but UNKNOWN's."""
WEAK_CUES = {intent: compiled(*parts) for intent, parts in _WEAK_CUES.items()}
"""What counts only where :data:`WEAK_YIELDS` leaves it."""

LOWER = compiled(
    rf"\b(?:lower|reduce|cut|drop|decrease|mark\sdown|bring\sdown|put\sdown|knock|take|discount|put)\b[^?!\n]{{0,90}}?(?:\bby\s{_MONEY}|\bto\s{_MONEY}|\d\s?%|percent|\bdown\sby\b|\bdown\sto\b)",
    rf"\b(?:set|change|update|adjust|make|fix|move)\b[^?!\n]{{0,90}}?\b(?:prices?\b[^?!\n]{{0,60}}?{_MONEY}|(?:at|to)\s[£$€¥]?\s?\d+\.\d\d|to\s[£$€¥])|^\W*(?:please\s)?price\s[^?!\n]{{0,80}}?\bat\s{_MONEY}",
    r"\b(?:set|change|adjust|update)\sthe\sprices?\b|^\W*(?:please\s)?(?:make|set|put|move)\s[^?!\n]{1,60}\s[£$€¥]?\d+\.\d\d\b",
    r"(?:调|改|降|提)[到成为至]\s?[£$€¥]?\d",
    rf"把空{{1,50}}?(?:降|下调|调低|调价|改价|调[到成至]|改[成为到]|设[为成]|定[为在]|打空{{1,3}}折|便宜)|(?:降价|下调|调低|下降|降)空{{0,6}}?{_STEP}|改价|调价|重新定价",
    r"(?:价格?|售价|单价|定价)空{0,12}?(?:改[成为到]?|调[到成至整]|设[为成定]|定[为在]|提高|上调|下调|降低|降到|涨到)",
)
"""A change of price that is an order if it is not asked for as a favour (:data:`ASKS`)."""
ASKS = compiled(
    r"\b(?:can|could|would|will|may|might|possible|any\schance|for\sme|for\sus|give\s(?:me|us)|i'll|we'll|if)\b|\?|\bdeal\b|\byou've\b|[吗呢]|能|可以|可否|行不行|好不好|我们?[要买订拿]|的话|如果"
)
"""What makes a wish of it: the wish of a buyer, not the order of an owner."""
IF = compiled(
    r"[今明当]天下单|现在下单|下单[以之]?后|\bif\s(?:i|we)\b|\bsuppose\b|\bwhat\sif\b|如果|要是|假如|假设|的话|若是"
)
"""Buying under a condition is not yet buying."""
MINE = compiled(r"\b(?:my|our|i|me|we)\b|我")
"""The writer speaks of a thing of theirs."""

_UP = compiled(
    r"\b(?:rais\w*|increas\w*|bump\w*|hik\w*|up|rise|rises|rose|rising|grow\w*|grew|higher|jump\w*|soar\w*|climb\w*|went\sup|more\sexpensive|dearer)\b|涨|变?多了|变多|[这那]么多|提价|加价|上调|调高|提高|提(?=[\d一二两三四五六七八九])|上升|升|增|变?贵|变?高"
)
_DOWN = compiled(
    r"\b(?:lower\w*|reduc\w*|cut|cuts|cutting|drop\w*|decreas\w*|discount\w*|down|fall|fell|fallen|falls|falling|worse|worst|poor|declin\w*|dip|dipped|cheaper|less|fewer|slump\w*|off|knock)\b|降|下调|调低|下跌|跌|下滑|减|便宜|打折|掉|变?[少低]|折|差|卖不动"
)
DIRECTIONS = {"up": _UP, "down": _DOWN}
"""Which way something moved or shall move."""

YIELDS: tuple[tuple[Intent, tuple[Intent, ...]], ...] = (
    (_I.STOP, (_I.OPT_OUT, _I.WHY)),
    (_I.PREFERENCE, (_I.OPT_OUT,)),
    (_I.ORDER_STATUS, (_I.PREFERENCE,)),
    (_I.WHY, (_I.ORDER_STATUS,)),
    (_I.SET_PRICE, (_I.WHY, _I.RESUME, _I.STOP, _I.APPROVE, _I.LIMIT)),
    (_I.REPORT, (_I.WHY,)),
    (_I.RESUME, (_I.WHY,)),
    (_I.APPROVE, (_I.WHY, _I.ORDER)),
    (_I.BARGAIN, (_I.SET_PRICE, _I.WHY, _I.STOP, _I.RESUME, _I.APPROVE, _I.REPORT)),
    (_I.PRICE, (_I.SET_PRICE, _I.WHY, _I.STOP, _I.RESUME, _I.APPROVE, _I.REPORT)),
    (_I.AFTER_SALE, (_I.REPORT, _I.STOP, _I.RESUME, _I.APPROVE, _I.LIMIT)),
    (_I.DELIVERY, (_I.ORDER_STATUS, _I.PREFERENCE, _I.WHY)),
    (_I.STOCK, (_I.WHY, _I.REPORT)),
    (_I.FREIGHT, (_I.PREFERENCE, _I.WHY)),
    (_I.INVOICE, (_I.PREFERENCE,)),
    (_I.CUSTOM, (_I.PREFERENCE,)),
    (_I.ORDER, (_I.PREFERENCE, _I.SAMPLE, _I.SET_PRICE, _I.AFTER_SALE, _I.WHY)),
    (_I.PLAN, (_I.WHY, _I.ORDER_STATUS, _I.DELIVERY)),
)
"""In one sentence the first is only a side of the others, not asked for by itself; applied in this order."""

WEAK_YIELDS: dict[Intent, tuple[Intent, ...]] = {
    _I.PRICE: (_I.BARGAIN, _I.FREIGHT, _I.PREFERENCE, _I.AFTER_SALE, _I.ORDER_STATUS, _I.SAMPLE, _I.INVOICE, _I.CUSTOM),
    _I.ORDER_STATUS: tuple(intent for intent in Intent if intent not in (_I.GREETING, _I.THANKS, _I.ORDER_STATUS)),
    _I.FREIGHT: (_I.DELIVERY, _I.ORDER_STATUS, _I.PREFERENCE),
    _I.STOCK: tuple(
        intent for intent in Intent if intent not in (_I.GREETING, _I.THANKS, _I.STOCK, _I.PRICE, _I.ORDER)
    ),
}
"""A weak cue is dropped if one of these is in the same sentence."""

BUYING_YIELDS = (_I.PRICE, _I.BARGAIN, _I.SAMPLE, _I.CUSTOM)
"""A number that somebody needs is no order if one of these is asked anywhere in the text."""

_WISH = r"(?:取消|退款|退货|退钱|换货|样品?|sample|打样|发票|开票|便宜|优惠|打折|logo|印|刻字?|定制|包装|投诉)"
DENIED = compiled(
    r"样品?(?:都|我|们|已经?|也|很|挺|非常)*(?:满意|很好|不错|没问题|看过?了|收到了?|挺好)(?![吗嘛么?？])",
    r"不(?:退|换|取消)了(?![吗嘛么?？])|(?:谁|哪个)说空{0,4}(?:开票|退款?|取消|样品?|定制)",
    rf"(?:不是|没说|没有说|不用|不需要|无需|不要|先别|别|并不)(?:要|想|说|让|给我|找你)*空{{0,2}}{_WISH}(?:的意思|了)?",
    r"(?:价钱?格?|单价|运费|邮费|库存|交期|起订量|款式)我?们?(?:都|已经?|是)?(?:知道|清楚|了解|看到|看过|问过)了?",
    r"\b(?:do\snot|don't|did\snot|didn't)\s(?:(?:want|need|wish|ask|asked|mean)\s)?(?:for\s|to\s)?(?:a\s|an\s|any\s|the\s|my\s|our\s)?(?:cancel|refund|return|exchange|samples?|invoice|logo)\w*(?!\s(?:me|us)\b)",
    r"\bnot\s(?:interested\sin|asking\sfor|looking\sfor|after|about|requesting)\s(?:a\s|an\s|any\s|the\s)?(?:cancel|refund|return|exchange|samples?|invoice|logo|discount)\w*",
    r"\b(?:know|saw|seen|got|have)\s(?:the|your)\s(?:prices?|price\slist|quote|quotation)\b(?=GAP{0,12}\b(?:already|thanks|but)\b|\s?[,.;])",
)
"""A wish that is denied, and a thing that is known: neither is asked for."""
QUOTED = re.compile(r"“[^”\n]{2,}”|\"[^\"\n]{2,}\"|「[^」\n]{2,}」|『[^』\n]{2,}』")
"""What somebody else said."""

WITHOUT = compiled(
    r"(?:\b(?:no|without|not|any)|不用|不要|无需|不需要|不带|不加|不)\s?(?:a\s|the\s|any\s)?(?:要|需要)?$"
)
"""Stands before a custom wish that is denied."""
_SUSPICIOUS: dict[str, tuple[str, ...]] = {
    "speaks as the system": (
        r"(?:^|[\s\[<(#*\"'。！!?,，.;；])(?:system|assistant|developer|administrator|admin)\s?(?:message|prompt|notice|override|instruction)?s?\s?[:>\]]",
        r"(?:系统|管理员|开发者)(?:消息|指令|通知|提示词?|命令|公告)?\s?[:\]】]|<\s*/?\s*(?:system|instructions?|prompt|tool)\b|\[/?INST\]|<\|im_\w+|###\s?(?:system|instruction)",
    ),
    "asks to ignore instructions": (
        r"\b(?:ignore|disregard|forget|override|bypass|skip)\b\s(?:\w+\s){0,4}?(?:instructions?|rules?|limits?|polic(?:y|ies)|guidelines?|prompts?|approvals?|restrictions?|safeguards?|previous|prior)\b|\bwithout\s(?:any\s)?approval\b",
        r"(?:忽略|无视|忘记|忘掉|跳过|绕过|不用管|不要管|别管)空{0,10}(?:指令|指示|规则|要求|提示|限制|设定|底价|审批|规定|政策)|(?:不用|无需|不需要)(?:审批|审核)|新的?指令",
    ),
    "gives the staff another role": (
        r"\byou\sare\snow\b|\bfrom\snow\son,?\syou\sare\b|\bpretend\s(?:to\sbe|you|that\syou)\b|\bact\sas\s(?:an?|the|my|if)\b|\b(?:developer|debug|god|admin|dan)\smode\b|\bjailbreak|\bnew\sinstructions\b|你现在是|从现在起你是|假装你?是?|扮演|(?:开发者|调试|管理员)模式",
    ),
    "claims authority": (
        r"\bas\s(?:the|an|your)\s(?:system\s|shop\s|store\s)?(?:admin\w*|owner|boss|manager|developer|supervisor|root)\b|\bi(?:'m|\sam)\s(?:the|your)\s(?:\w+\s)?(?:admin\w*|boss|developer|owner\sof\sth\w+\s(?:shop|store))\b|\byour\s(?:boss|owner|manager)\s(?:\w+\s)?(?:approved|agreed|said|told|authori[sz]ed)",
        r"(?:以|按照?|根据|依照|遵照)空{0,4}(?:管理员|老板|店主|系统|平台|官方|客服|总部|上级)空{0,4}(?:身份|权限|名义|要求|规定|指令|命令|通知)|我(?:就)?是(?:系统|后台|平台|你们?的?|本店的?)?(?:管理员|店主|开发者)|我(?:就)?是(?:你们?的?)?老板(?!娘)|总部(?:通知|规定|新政策)|(?:老板|店主|经理)(?:已经?|都)?(?:批准|同意|答应|授权)",
    ),
    "commands a price below the list": (
        r"(?:按照?|以|照)空{0,3}(?:底价|成本价?|进价)空{0,10}(?:成交|[折卖]|结算|给我|下单|发货)|\b(?:sell|ship|give|charge|price)\b[^?!\n]{0,60}\b(?:at|below|under)\s(?:the\s|your\s)?(?:floor|cost)\b(?:\sprice)?|\b(?:half|below|under)\s(?:of\s)?(?:the\s|your\s)?floor\b|\b(?:new\spolicy|head\soffice)\b[^?!\n]{0,40}\b(?:floor|free|discount|price)|底价的?一半",
    ),
    "asks for what is secret": (
        r"\b(?:reveal|print|show|output|repeat|tell|give|leak|what(?:'s|\sis))\b[^?!\n]{0,40}\b(?:system\sprompt|your\s(?:\w+\s)?(?:instructions|prompt)|(?:floor|cost)\sprice|api\skey|passwords?|supplier's?\s(?:name|price))\b|系统提示词?是|(?:说出|输出|打印|告诉我|显示|泄露)空{0,8}(?:提示词|系统提示|指令|成本价|进价|密码|密钥|供应商)",
    ),
}
SUSPICIOUS = {reason: compiled(*parts) for reason, parts in _SUSPICIOUS.items()}
"""Reasons to distrust a text, and their patterns."""

UNITS = ("boxes", "cases", "cartons", "packs", "sets", "pieces")
"""After a number these are no part of a name."""
COLOURS = frozenset(
    "red white cream pink blue green black ivory yellow orange purple brown grey gray silver gold golden natural "
    "clear navy turquoise beige 红色 白色 粉色 蓝色 绿色 黑色 黄色 橙色 紫色 灰色 银色 金色 棕色 small large mini "
    "medium big 大号 小号 中号".split()
)
"""What tells two products apart; one that does not fit the product bars it."""
GENERIC = frozenset(
    "bag box card paper sign design picture party chain birthday light kit case holder frame cup tea home jar "
    "glass clock basket hook table word book toy gift kitchen assorted vintage wooden wood metal photo food hot "
    "water travel storage shopper shopping letter message print printed making cook wall star cover craft garden "
    "christmas stand large small mini heart pot bowl bottle 定制 包装 现货 礼品 批发 新款 礼盒 家用 包邮".split()
)
"""Names' words that people use of other things too: one alone names no product."""
FILLER = frozenset(
    "a an the of in with and or to for on at by from this that one no please way over hand do you it is i we my "
    "our your come day keep calm love welcome person set sets pack packs now all have hi hello how much many price "
    "stock order ship send when can get need want like good new more made making make per each pc pcs piece pieces "
    "unit units use best x t s ltd other off out up just us me any some them these those ones also time sale "
    "sales m re ve ll mix match colour color".split()
)
"""Names' words that never name a product by themselves."""
