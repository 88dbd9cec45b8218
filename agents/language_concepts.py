"""What words mean, roughly: one name for all words of a kind, so that 发货, 走货 and dispatch are read alike.

The second reader (:mod:`agents.language_guess`) sees a sentence by its words and by these names.
"""

from __future__ import annotations

import re

from agents.language_patterns import compiled

_KIND = re.compile("[\ue000-\ue007]+")

_WORDS = {
    "howmuch": (
        r"多少钱?|多钱|几钱|几块|几毛|几分|几个钱|[啥何]价|什么价|多少米|怎么[卖收]|咋卖",
        r"how\s?much|price\?|what\sprice",
    ),
    "price": (
        r"价钱?格?|报价单?|[单总批底]价|费用?|收费|价位",
        r"prices?|pricing|costs?|quot(?:e|es|ation)|rates?|charges?|fee",
    ),
    "quote": (r"报(?:个|一下|下)?(?!销|表|告)|询|核算", r"let\sme\shave|advise"),
    "fewest": (r"起[订批做拿发卖]量?|最少|至少|起码|门槛", r"moq|minimum|smallest|least"),
    "count": (r"几[个件只套箱片张]|多少[个件只套箱片张]", r"how\smany"),
    "when": (r"什么时候|啥时候?|几时|何时|哪天|几号|哪一天", r"when|what\s(?:day|date|time)|how\ssoon|eta"),
    "howlong": (
        r"多久|几天|多长时间?|多少天|几个?[周月]",
        r"how\s(?:long|fast|quick\w*|many\s(?:days|weeks))|lead\s?times?|turn\s?around",
    ),
    "term": (r"[交货工船]期|周期|时效", r"delivery\s(?:time|date)|production"),
    "ship": (
        r"发货|发出|发走|寄出|出货|走货|出库|装车|揽[收件]|发得?|寄|送|快递|物流",
        r"ship\w*|sen[dt]\w*|d[ei]spatch\w*|deliver\w*|post(?:ed|ing)?|courier",
    ),
    "arrive": (
        r"到货|到站|到达|送到|收到|拿到|到手|签收|运抵|到",
        r"arriv\w*|reach\w*|receiv\w*|came|come|get\shere|got",
    ),
    "intime": (r"来得及|来不及|赶得上|赶[在到出]?|[之以]?前|以内|之内", r"in\stime|by|before|no\slater"),
    "haste": (r"加急|急[用着要]?|尽快|赶紧|马上|立刻|快点|速", r"urgent\w*|rush|asap|quick\w*|soon"),
    "stock": (r"现货|库存|有货|存货|备货|现成|仓里?库?|货源", r"in\sstock|stock|availab\w*|on\shand|warehouse|ready"),
    "restock": (r"补货|回货|来货|上新|上架|到新货", r"restock\w*|back\sin"),
    "soldout": (r"没货|无货|断货|缺货|售罄|卖完|卖光", r"sold\sout|all\sgone|out\sof"),
    "have": (r"有没有?|还有|有不", r"have|has|got|any|is\sthere"),
    "left": (r"剩下?", r"left|remain\w*"),
    "cheaper": (
        r"便宜|优惠|打[个点]?折|折扣?|让[利点]?|抹|实惠|划算|少[点算]|降[点价]?|满减|返点?|促销|活动",
        r"discount\w*|cheap\w*|off|lower|better|knock|deal|reduc\w*|promo\w*|rebate|sharpen|movement|wiggle|leeway|flexib\w*",
    ),
    "dear": (r"贵|偏高|太高|离谱|虚", r"expensive|dear|steep|pricey|too\s(?:high|much)|over\smy|above"),
    "rival": (
        r"别家|别人家?|隔壁|同行|人家|其他家|另一家|对面|同款|竞品",
        r"competitor|rival|another\ssupplier|elsewhere|others?",
    ),
    "means": (r"预算|利润|赚头|成本|没赚", r"budget|margins?|afford"),
    "loyal": (r"老客户?|长期|回头客|熟客|常客|多拿|量大|走量|合作", r"regular|loyal|repeat|bulk|volume|long\sterm"),
    "postage": (r"运费|邮费|快递费|物流费|邮资|运价", r"postage|freight|carriage|shipping\scosts?"),
    "free": (r"包邮|免[邮运费]", r"free|included"),
    "carrier": (r"顺丰|中通|圆通|韵达|申通|德邦|京东|邮政|极兔|安能|专线", r"dhl|ems|fedex|ups"),
    "track": (r"单号|运单|快递单|面单|查[一询]?下?|跟[进踪]|催|盯|轨迹|进度", r"track\w*|status|update|waybill|chase"),
    "where": (r"哪[里儿边]?了?", r"where\w*"),
    "notyet": (
        r"还[没不]|没[有]?(?:到|收|发|动|更新|消息|影|信)|不动|一直没?|迟迟|停[在滞]|卡住|怎么还|n't",
        r"not\syet|hasn't|haven't|still|never|nothing|yet|stuck",
    ),
    "broken": (
        r"碎|坏|裂|破|烂|断|瘪|变形|划痕|掉[漆色磁]|脱[落胶]?|开胶|瑕疵|不亮|脏|湿|锈|异味|缺角|磕|摔|发霉",
        r"broken?|damag\w*|crack\w*|chip\w*|smash\w*|dent\w*|scratch\w*|faulty|defect\w*|torn|bent|snap\w*|shatter\w*|leak\w*|peel\w*|rust\w*",
    ),
    "missing": (r"[少漏缺差短][了发件寄给]|只有|只收|不够数", r"missing|short|fewer|only"),
    "wrong": (r"错|不对|不符|不一样|货不对|色差", r"wrong|different|instead\sof|mixed\sup"),
    "quality": (r"质量|做工|品质|吸力|磁力", r"quality"),
    "refund": (r"退款?|退钱|退掉", r"refund\w*|money\sback|credit"),
    "return": (r"退货|寄回|退回", r"return\w*|send\sback"),
    "exchange": (r"换货|换新|换一个|更换", r"exchang\w*|replac\w*|swap"),
    "amends": (r"赔偿?付?|补[发寄给偿]", r"compensat\w*|make\sit\sright"),
    "complain": (r"投诉|差评|垃圾|骗|坑|失望", r"complain\w*|terrible|awful|disappoint\w*"),
    "cancel": (r"取消|撤[销单了]?|作废|不要了|不想要|拦截", r"cancel\w*|call\soff|scrap"),
    "change": (r"改[成为到一]?|换成|变更|更改|修改", r"chang\w*|amend|alter|update|edit|correct"),
    "add": (r"追加|加[订单到上个]|多加|补订|再加", r"add(?:ing)?|tack\son|extra"),
    "address": (r"地址|收[件货]人|电话|联系人", r"address|recipient"),
    "thatorder": (
        r"订单|单子|[这那]一?[个]?单|刚[才刚]?[下拍]的?|下了的|我的单",
        r"(?:my|our|the|that|this|existing)\s(?:\w+\s)?order",
    ),
    "order": (
        r"下[个]?单|拍下?|订[购了]?|采购|买|拿|要|来|安排",
        r"order\w*|buy|purchase|take|need|want|put\s(?:me|us)\sdown|book",
    ),
    "agree": (
        r"成交|就这么定|就这样定|定了|没问题|好的?|行|可以|确认",
        r"ok(?:ay)?|deal|confirm\w*|yes|fine|agreed|go\sahead",
    ),
    "again": (r"照?[上前]次|老样子|老规矩|一样的?", r"same|again|repeat|reorder|usual"),
    "sample": (r"样品?|样板|打样|小样|产前样", r"samples?|one\spiece"),
    "look": (r"看看|试试|测试?|确认|瞧", r"check|test|try|see|look"),
    "custom": (
        r"定制|定做|订[制做]|客制|印|刻|雕|烫金?|商标|标|贴牌|代工|来图|设计|图案|开模",
        r"logo|oem|odm|custom\w*|personali\w*|engrav\w*|print\w*|brand\w*|label|emboss\w*|bespoke|artwork|design",
    ),
    "own": (r"我们?的|自己的?|咱们?", r"our|my|own"),
    "invoice": (r"发票|开票|专票|普票|增票|收据|抬头|税[点号率]?", r"invoic\w*|receipts?|vat|tax|proforma"),
    "future": (
        r"以后|往后|今后|每次|每单|下次|一直|默认|从现在|记[住得]|长期",
        r"always|never|every|from\snow|in\sfuture|going\sforward|prefer\w*|remember",
    ),
    "onlyuse": (r"只[要用走发收认做]", r"only\s(?:use|ship|take|want)"),
    "no": (r"不要?|别|勿|没|无需|不用", r"not|don't|no|without"),
    "news": (
        r"推送?|群发|广告|消息|短信|邮件|通知|订阅",
        r"messages?|emails?|texts?|newsletters?|ads|spam\w*|promo\w*",
    ),
    "disturb": (
        r"打扰|骚扰|烦|联系|拉黑|退订|屏蔽",
        r"unsubscribe|opt\sout|remove\sme|take\sme\soff|stop\ssending|bother|contact",
    ),
    "greet": (
        r"你好|您好|哈喽|嗨|在[吗么不嘛]|早上好|早安|晚上好|下午好|亲",
        r"hello|hi|hey|good\s(?:morning|afternoon|evening)",
    ),
    "thank": (r"谢|辛苦|感恩|感谢", r"3q|thank\w*|thx|cheers|ta|appreciat\w*|tq"),
    "praise": (r"满意|喜欢|可爱|不错|好看|棒|夸|赞", r"love\w*|lovely|great|brilliant|happy"),
    "why": (r"为[什何啥]么?|凭[什啥]么?|怎么(?:会|突然|就|这么)?|咋|原因", r"why|how\scome|reason|cause\w*"),
    "sales": (
        r"卖[得了]?|销[量售]|生意|业绩|营业|流水|单量|成交|利润|毛利|赚",
        r"sales|profit|revenue|takings|turnover|sold",
    ),
    "figures": (
        r"报[表告]|数据|日报|周报|月报|汇总|账|访客|流量|转化",
        r"report|figures|numbers|summary|visitors|traffic",
    ),
    "period": (r"这周|本周|上周|这个?月|本月|上个?月|最近|近期", r"week|month|lately|recent\w*|quarter"),
    "ads": (r"广告|推广|投放|直通车|投流", r"ads?|advert\w*|campaigns?|bids?|keywords?"),
    "offer": (r"优惠券|发券|券|活动", r"coupons?|promotions?"),
    "auto": (r"自动|回复|改价|调价|退款流程", r"replies|automat\w*|repric\w*"),
    "stop": (r"停[掉了止用下]?|暂停|关[掉了闭停]?|先别|别再|叫停", r"stop|pause|halt|suspend|freeze|turn\soff|hold"),
    "resume": (r"恢复|继续|重新|打开|开启|重启|放开|接着", r"resume|restart|unpause|back\son|carry\son|continue"),
    "approve": (r"批准?了?|同意|通过|准了|照办|执行", r"approv\w*|authori\w*|agree"),
    "plan": (r"计划|打算|安排|日程|待办|准备做|干[嘛啥活什]|忙什么", r"plans?|agenda|schedule|priorit\w*|lined\sup"),
    "staff": (r"你们|大家|店里|员工", r"you|team|staff|crew"),
    "limit": (
        r"上限|限额|额度|最多|不超过|别超|超过|封顶|不能[超低高]|顶[多天]|控制在",
        r"limits?|caps?|max\w*|more\sthan|above|over|at\smost",
    ),
    "askme": (
        r"问我|过我|经我|我批|我同意|我点头|找我|告诉我",
        r"ask\w*\sme|my\sapproval|without\sasking|come\sto\sme",
    ),
    "raise": (r"涨|提价|上调|调高|加价|提高", r"raise|increase|up|bump|put\sup"),
    "lower": (r"降|下调|调低|减", r"lower|drop|cut|reduce|down"),
    "set": (r"定[价为成在]|调[到成]|设[为成]|改价|标价|售价", r"set|make|price\sat"),
    "pay": (r"付款?|支付|转账|打款|货款|尾款|定金|账期|月结|微信|支付宝", r"pay\w*|paypal|transfer|deposit|wire"),
    "if": (r"如果|要是|的话|假如|若", r"if|provided|suppose"),
    "can": (r"能不能|能否|可不可以|可否|能|可以|可", r"can|could|would|will|possible"),
    "ask": (r"[吗么呢嘛不没][?？]?$|行不行|好不好|行吗|可以吗|\?", r""),
    "person": (r"人工|真人|客服|老板|经理", r"boss|manager|human|person"),
    "about": (r"材质|尺寸|多大|多重|防水|颜色|款式|说明|厘米", r"size|material|colou?r|heavy|waterproof|safe"),
    "media": (r"图片|视频|主图|素材|照片|链接", r"photos?|pictures?|video|link"),
}
CONCEPTS = {
    name: compiled("|".join(part for part in (han, rf"\b(?:{latin})\b" if latin else "") if part))
    for name, (han, latin) in _WORDS.items()
}
"""The words of each concept, a Chinese and a Latin pattern as one."""


def concepts(text: str) -> list[str]:
    """Give the names of what a text speaks of, in order of appearance, and the kinds of things it names.

    Example:
        >>> concepts("when do you dispatch") == concepts("when will it ship")
        True
    """
    found = [(match.start(), name) for name, cue in CONCEPTS.items() for match in cue.finditer(text)]
    found += [(match.start(), match[0][0]) for match in _KIND.finditer(text)]
    names = [name for _, name in sorted(found)]
    return [name for at, name in enumerate(names) if at == 0 or names[at - 1] != name]
