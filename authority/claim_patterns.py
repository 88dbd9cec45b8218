"""Patterns of what a message to a buyer can claim, Chinese and English, read on folded text without names and ids."""

# ruff: noqa: E501  (a list of words is read along, not across)
from __future__ import annotations

import re

from authority.cues import Cue
from kit.text import BEGIN_NUMERAL, NUMERAL


def _words(*parts: str, stems: str = "") -> Cue:
    return Cue("|".join(parts), stems)


STATES: dict[str, Cue] = {
    "refunded": _words(
        r"\b(?:had|got|received|gave|given)\b(?:[^.;,]|\.\d){0,24}\bback\b(?! to you (?:with|about|on)\b)",
        r"\b(?:went|gone|going|came) back\b|\bback with you\b|\bon (?:its|the|their) way back\b",
        r"\b(?:been|was|were) (?:returned|transferred|given back|sent back) to you\b|\bback (?:to|on|in|into) your (?:card|account|bank)\b|\bwhole \S+ back\b",
        r"\brefund(?:ed|s|ing)?\b|\breimburs\w+|\bmoney (?:is |was |has been )?(?:back|returned)\b|\bcredited\b",
        r"\b(?:paid|pay|paying|give|gave|given|sent|send|transferred|transfer)\s(?:you |it |your |the |money |payment )+back\b",
        r"\breturn(?:ed|ing)? (?:you |your |the )*(?:money|payment|amount|sum)\b|\bpaid back\b",
        r"退款|退还|退回|退给|退了|退钱|退掉|已退|退到|退您|退你|返还|返现|打回|原路返|原路退|返到",
        stems="back|return|refund|reimburs|credited|transferred|退|返|打回",
    ),
    "shipped": _words(
        r"\b(?:is|are|now|already) with (?:royal mail|dhl|ups|fedex|dpd)\b|启程|上路|动身|起运|先[发走]的?|走的(?=[,，。;!~]|$)|走(?=顺丰|快递|中通|圆通|邮政|物流)",
        r"\b(?:shipped|dispatched|despatched|posted|mailed)\b|\bsent (?:it |them |your order |the goods )?(?:out|off)\b",
        r"\b(?:it|they|parcel|package|order|goods|\x01)\s(?:has |have |had )?(?:already )?left\b(?! (?:in|over|on the shelf)\b)",
        r"\b(?:i|we)(?:'ve| have)?\s(?:already |just |now )?(?:sent|shipped|posted|mailed|dispatched)\b(?! (?:you )?(?:an?|the|your|our) (?:\w+ )?(?:message|quote|quotation|offer|e?mail|photo|picture|reply|answer|invoice|note|list|link|money)\b|[^.;]{0,24}\b(?:money|back)\b)",
        r"\b(?:been|was|were|is|are|already) (?:already )?sent\b|\bsent (?:you )?(?:your|the) (?:order|parcel|goods|package)\b",
        r"\b(?:left|departed)(?: from)? (?:our|the) (?:house|warehouse|factory|building|depot)\b|\bhanded (?:over )?to\b",
        r"\b(?:(?:is|are|now|already) with|collected by|picked up by|given to|passed to) (?:the |our )?(?:carrier|courier)\b",
        r"\bon (?:its|their|the) (?:way|road)\b|\bin transit\b|\bout for delivery\b|\b(?:gone|went) out\b|\ben route\b|\bunderway\b",
        r"(?<![出开批])发(?=了|的货)|发货|发出|寄出|寄走|出库|发走|出仓|离仓|揽收|在途|在路上|运输中|派送中|配送中|交付?(?=\s*(?:[a-z]|顺丰|快递|承运|物流))",
        stems=" with |shipped|dispatched|despatched|posted|mailed|sent|left|departed|handed|collected by|picked up by|given to|passed to|way|road|transit| out|out for|en route|启程|上路|动身|起运|发|走|寄|出库|出仓|离仓|揽收|在途|在路上|运输中|派送中|配送中|交",
    ),
    "delivered": _words(
        r"\b(?:took|taken) (?:\S+ ){0,3}in\b|代收|拿到手|收到货",
        r"\bdelivered\b|\barrived\b|\bsigned for\b|\breached you\b|\b(?:order|parcel|package|goods|it|they)(?: \S+){0,3} been received\b|\b(?:you have|you've) received\b",
        r"\bdelivery (?:is |was |has been )?(?:complete|completed|confirmed)\b",
        r"签收|送达|妥投|派达|到货|收货(?!地址|人|信息)|送到|已经?到(?!账|期|款)(?:您|你|了|达)?",
        stems="took|taken|delivered|arrived|signed for|reached you|received|delivery|代收|拿到手|收到货|签收|送达|妥投|派达|到货|收货|送到|已到|已经到",
    ),
    "paid": _words(
        r"\b(?:your )?money (?:has )?(?:arrived|came)\b|\ball settled\b|进账|入账|钱.{0,6}(?:到了|收到)",
        r"\b(?:un)?paid\b(?! back)|\bpayment (?:has |is |was )?(?:been )?(?:received|confirmed|arrived|cleared)\b",
        r"\breceived (?:your|the) payment\b|\bpayment (?:has )?not\b|付款|支付|到账|收到.{0,4}(?:款|货款)|款项?已经?(?:收到)?",
        stems="money|all settled|paid|payment|进账|入账|钱|付款|支付|到账|收到|款",
    ),
    "cancelled": _words(
        r"\b(?:scrapped|voided|withdrawn)\b|撤了|撤掉|撤单|退单",
        r"\bcancell?(?:ed|ing|ation)\b|\bcancel (?:it|this|that|your|the)\b|\bcalled off\b|取消|撤销|作废|关闭.{0,3}订单",
        stems="scrapped|voided|withdrawn|cancel|called off|撤|退单|取消|作废|关闭",
    ),
    "changed": _words(
        r"\bnow goes\b|\bis now\b(?! (?:valid|open|available|in stock))|\bcan now be\b|\bdifference\b",
        r"\b(?:changed|updated|amended|corrected|swapped|switched|modified|edited)\b",
        r"改为|改成了|已改|改好|改完|换成了|已更新|更新好|更新了|修改好|修改完|现为|差额|差价|补差",
        stems="now goes|is now|can now be|difference|changed|updated|amended|corrected|swapped|switched|modified|edited|改|换成了|更新|现为|差额|差价|补差",
    ),
    "reserved": _words(
        r"\b(?:goods|pieces|they|it|order|these)(?:'re|'s| are| is) (?:all )?yours\b",
        r"\bput by\b|\bin your name\b|扣下|扣着|占着|占好|帮您.{0,3}留",
        r"\breserv(?:ed|e|ing)\b|\b(?:set|put|laid|putting|setting) (?:\S+ ){0,4}?aside\b|\bearmarked\b",
        r"\b(?:hold|held|holding|keep|kept|keeping|save|saved) (?:\S+ ){0,4}?for you\b|预留|留货|留着|留好|保留|锁定|锁库|留出|留了",
        stems="yours|put by|in your name|reserv|aside|earmarked|for you|扣|占|留|锁",
    ),
    "booked": _words(
        r"\b(?:all|you(?:'re| are)) set\b|\bbook(?:ed|ing)?\b|\bscheduled\b|预订|预约|安排好|已安排|排产|订好|订舱",
        stems=" set|book|scheduled|预订|预约|安排|排产|订好|订舱",
    ),
    "discounted": _words(
        r"\bdiscount\w*|\bcoupons?\b|\bvouchers?\b|\bpromo\w*|\brebates?\b|\bcash ?back\b|\bstore credit\b|\bbargain\b",
        r"\b(?:special|lower|better|reduced|exclusive|friend(?:ly)?|vip|best) (?:price|offer|deal|rate)s?\b|\bcheaper\b",
        r"\breduc(?:ed|e|tion|ing)\b|\bprice (?:cut|drop)\b|\bmark(?:ed|ing)? down\b|\bwaiv\w+|\bdeduct\w*|\bhalf[ -]price\b",
        r"\b(?:knock|take|took|knocked|taken|taking|knocking) (?:\S+ ){0,5}?off\b|\b(?:lower|lowered|dropp?(?:ed)?|cut) the price\b",
        r"\byou (?:can |will |would )?save\b|\bsav(?:e|es|ing) you\b|(?:£|\$|€|¥|%|percent|pounds?|quid)\s?[\d.]* off\b|\bless than (?:the |our )?(?:list|usual)",
        r"优惠|折扣|打折|便宜|降价|降到|减免|立减|满减|特价|让利|抹零|抹掉|抹去|返利|红包|(?:[\d一二两三四五六七八九.]+|几|个)折"
        r"|半价|减[去掉]|少收|少算|给您.{0,3}减|专属价|内部价|底价|算您|算你|\d\s*元?\s*券",
        stems="discount|coupon|voucher|promo|rebate|cash|credit|bargain|special|lower|better|reduc|exclusive|friend|vip|best|cheaper|cut|drop|mark|waiv|deduct|half|knock|tak|took| off|sav|less than|优惠|折|便宜|降|减|特价|让利|抹|返利|红包|半价|少收|少算|专属价|内部价|底价|算您|算你|券",
    ),
    "free": _words(
        r"不用(?:再)?付(?!运费)|算我们?的|全算我|\bno need to pay\b",
        r"(?:邮费|运费|费用).{0,3}(?:算我|我们?来|我们?付)|搭(?:几|个|上|点)|\bno extra\b|\bbear the\b",
        r"(?<!feel )\bfree\b(?! to\b)|\b(?:no|without) (?:extra |additional |any )?(?:charge|cost)s?\b|\bon the house\b",
        r"\bcomplimentary\b|\bon us\b|\bas a (?:gift|present|thank[ -]you)\b|\bgift for you\b|\bwe (?:will |'ll )?cover the\b",
        r"\bthrow (?:\S+ ){0,5}?in\b|\bnothing (?:to pay|extra)\b|\bincluded in the price\b|\b(?:a|some|an) extra\b",
        r"免费|包邮|包运费|免运费|免邮|免收|免单|免掉|赠送|赠品|附赠|白送|送您|送你|多送|不收|不要钱|零元|我们承担|我们出",
        stems="need to pay|extra|bear the|free|charge|cost|on the house|complimentary|on us|as a |gift|cover the|throw|nothing|included in|不用|算我|邮费|运费|费用|搭|免|包邮|包运费|赠|白送|送您|送你|多送|不收|不要钱|零元|我们承担|我们出",
    ),
    "replaced": _words(
        r"\bsen[dt]\b[^.;,]{0,20}\b(?:missing|lost|broken|damaged|short)\b|(?:少|缺|漏)的?[^,，。照图单]{0,10}(?:补|寄|发)(?![生现货])",
        r"\b(?:fresh|another|second) (?:set|one|batch|parcel)\b|重新.{0,6}寄|再[寄发]一",
        r"\breplac(?:ed|e|ements?|ing)\b|\bre-?sen[dt]\w*|\bnew one\b|\bexchang(?:ed|e|ing)\b|补发|补寄|换货|重发|换新|重新寄|换一",
        stems="missing|lost|broken|damaged|short|fresh|another|second|replac|resen|re-sen|new one|exchang|少|缺|漏|重新|再|补发|补寄|换货|重发|换新|换一",
    ),
    "invoiced": _words(
        r"\binvoices? (?:\w+ ){0,3}?(?:sent|issued|attached|made out)\b|\binvoiced\b|\b(?:sent|issued|attached) (?:\S+ ){0,2}?invoice\b",
        r"发票.{0,4}(?:已|开好|开出|寄)|开了发票|已开.{0,3}发?票",
        stems="invoice|票",
    ),
    "approved": _words(
        r"(?<!不了)做主(?!不)|\bquote has been accepted\b",
        r"\bnodd?(?:ed)?\b|\bgreen light\b|\bgo-ahead\b|点头|(?:按|照)您说的|依您",
        r"\bapprov(?:ed|al)\b|\bagree(?:d|s)?\b(?! with you)|\baccept(?:ed|s)? your\b|\bsigned off\b|\bdeal\b(?! with\b)",
        r"同意|批准|已批|批了|答应|特批|成交",
        stems="accept|nod|green light|go-ahead|approv|agree|signed off|deal|做主|点头|您说的|依您|同意|批|答应|成交",
    ),
    "compensated": _words(
        r"\bcompensat\w+|\bmake it up to you\b|\bgoodwill\b|补偿|赔偿|赔付|赔给|赔您|赔你",
        stems="compensat|make it up to you|goodwill|补偿|赔",
    ),
    "made": _words(
        r"\b(?:in|into|under) production\b|\bproduction (?:has |is |was )?(?:started|begun|finished|complete\w*|done)\b",
        r"\b(?:been|is|are|was|were|already) (?:manufactured|produced|being made)\b",
        r"已?投产|生产好|生产完|做好了|开始生产|正在生产|已生产|在生产",
        stems="production|manufactured|produced|being made|投产|生产|做好了",
    ),
    "guaranteed": _words(
        r"\bprices? (?:goes|go|will go|is going|are going) (?:up|down)\b|\b(?:stays|stay|remains|is|holds) (?:\w+ )?as long as you\b|\bguarante\w+|\bpromise\b|\bwarrant(?:y|ies)\b|保证|包赔|包退|承诺|质保|保修|假一赔",
        stems="go|as long as you|guarante|promise|warrant|保|包赔|包退|承诺|假一赔",
    ),
}
"""What can be said to have happened, to hold or to be promised; the first four are axes of an order."""

_MONEY = _words(
    r"\b(?:full|fully|whole|entire|so far|sum)\b|\b(?:money|card|account|bank|payment|returned|back|the same way|went|gone|received)\b",
    r"全额|全部|全款|整单|整笔|余下|其余|钱|款项?|货款|账户|银行卡?|支付宝|微信|原路|退回?|实付|成功|到账",
)
_GOODS = _words(
    r"\b(?:left|went|gone|out|sent|handed|passed|picked|collected|issued|starts?|driver|door|post|box)\b",
    r"货|件|箱子?|快递员|包裹|随后|补上|其余|走了?|去了|路上|成功",
)
_CHANGE = _words(
    r"\b(?:new|address|difference|settled|yours|way|same|total|due|goes|now|paying|card|bank|transfer|alipay|wechat)\b",
    r"新?地址|差额|差价|归您|按?原方式|结算|方式|补齐|需补|执行|新内容|总额|不变|银行|转账|银行卡|支付宝|微信",
)
SAID_OF = {"changed": _CHANGE, "refunded": _MONEY, "paid": _MONEY, "shipped": _GOODS, "delivered": _GOODS}
"""Words that go with a state: they say nothing more than the state that the records hold."""

AXES = ("refunded", "shipped", "delivered", "paid")

TOPIC = _words(
    r"\b(?:refund|discount|coupon|replacement|cancellation|compensation|exchange)s? (?:request|policy|question|enquiry|inquiry)\b",
    r"\b(?:request|wish|question|ask(?:ed|ing)?)(?: you have| you had)? (?:for|about) (?:a |the |your |an |any )?"
    r"(?:refund|discount|coupon|replacement|cancellation|compensation|exchange|free samples?)\b",
    r"\b(?:refund|discount|replacement|change|cancellation|price)s? (?:needs?|requires?|must have|(?:is|are) subject to) (?:the |my |our )?(?:owner|manager|boss)(?:'s)?(?: to)? (?:approval|approve|agreement|agree|consent|word|decision)",
    r"(?:退款|换货|补发|优惠|折扣|改价|赔偿|取消|改地址)?(?:都|也|是)?(?:要|需要?|得|须|必须)(?:经过?|由)?(?:老板|店主|经理|同事|上级|主管)[^,，。]{0,4}?(?:同意|批准|审核|点头|确认|决定|来定)(?!了)",
    r"\babout (?:a |the |your |any )(?:refund|discount|coupon|replacement|cancellation|compensation|exchange)s?\b",
    r"(?:退款|换货|补发|优惠|折扣|取消(?:订单)?|赔偿|补偿)的?(?:事情?|申请|请求|政策|问题|事宜|要求|诉求)|申请(?:退款|换货|取消)",
    stems="refund|discount|coupon|replacement|cancellation|compensation|exchange|free sample|owner|manager|boss|退款|换货|补发|优惠|折扣|取消|赔偿|补偿|老板|店主|经理|同事|上级|主管",
)
"""A state named as a subject of talk, which claims nothing."""
HANDOVER = _words(
    r"\bcolleague (?:will|is going to) (?:answer|reply|get back|contact|check|look into|come back|write|confirm)\b",
    r"同事.{0,8}(?:回复|答复|联系|核实|跟进|确认|解答|处理|审核|决定|解决|看)",
    stems="colleague|同事",
)
ABOUT = _words(
    r"\b(?:about|regarding|concerning)\b(?:(?!\b(?:have|has|had|been|made|we|that|which)\b)[^.;!?]){0,60}",
    r"关于[^,，。;!?已了]{1,30}",
)
"""What a colleague will answer about; only read where a colleague is announced."""

NOT_EN = re.compile(
    r"\b(?:nothing|none)(?: of \S+)?\s+(?:(?:has|have|had|was|were|is|are|been|yet)\s+){0,3}$|(?:\b(?:not|never|cannot|unable to|without|no|neither|nor|yet to)\b|n't)\s+"
    r"(?:(?!(?:only|just|merely|worry|but|and|because|so|we|problem|doubt|hesitate|forget|know|that|longer|worries|need"
    r"|has|have|had|is|are|was|were|wait|your)\b)[a-z'-]+\s+){0,5}$",
    re.IGNORECASE,
)
NOT_ZH = re.compile(
    r"(?:尚未|还没有?|并未|从未|未|没有?|无法|没法|不|暂无|暂不|无|非)"
    r"(?:能|再|可以|会|给|您|你|提供|做|支持|任何|额外|收到|被|为|予|享受|曾|有|显示|看到|查到|进行|接受|参加|办理|完成|全部|其他|另外|的|是|"
    r"能够|参与|作|直接|单独|立刻|马上|轻易|随便|\s)*$"
)
"""A negation that governs the words after it, at the end of what stands before them."""
NOT_AFTER_ZH = re.compile(r"^[^,，。;已]{0,8}?(?:没法|无法|不能|做不了|办不了|不了主|不可以)")
"""A negation that comes after what it governs (退款我这边没法答应)."""
OPEN = re.compile(
    r"(?:\b(?:whether|if|once|when|until|unless|see if)\b[^,;]{0,60}|(?:如果|若|要是|是否|能不能|可不可以|看能否|等到?)[^,，。;]{0,16})$",
    re.IGNORECASE,
)
"""What follows is left open."""
OPEN_AFTER = re.compile(
    r"^[^,.;]{0,12}\b(?:once|when|if|as soon as|after|until)\b|^[^,，。;]{0,6}(?:以?后|之后|的话)", re.IGNORECASE
)
SOFT = ("cancelled", "changed", "replaced", "invoiced", "made", "booked")
"""States that claim nothing where they are asked or left open; an offer stays one ("would you like 10 % off?")."""
FUTURE_EN = re.compile(
    r"(?:\b(?:will|shall|would|can|could|may|might|must|should|to|gets?|going to)\b|'ll|'d)"
    r"(?:\s+(?:also|then|now|soon|all|only|still|gladly|happily|certainly|of course|immediately|\w+ly))*"
    r"(?:\s+(?:be|get|have been|be fully|be partly|offer|give|make|issue|arrange|process|send)(?:\s+(?:you|a|an|the|your|full|partial))*)?\s*$",
    re.IGNORECASE,
)
IF_EN = re.compile(
    r"(?<!as )\b(?:if|once(?! again| more)|until|unless|in case|as soon as|when|after|before|whether|provided)\s+"
    r"(?:it|they|you've|you have|this|that|the|your|all|any|goods|we|parcels?|payment|everything|anything|something)\b(?:(?!\bwe\b)[^,;:]){0,50}$"
    r"|\b(?:once|when|until|if|after|before)\s+$|\bwhether\b[^,;:]{0,60}$",
    re.IGNORECASE,
)
IF_ZH = re.compile(r"(?:如果|若|如|假如|一旦|等到?|待|是否|有没有|要是)[^,，。;]{0,16}$")
AFTER_ZH = re.compile(r"^[^,，。;已]{0,4}?(?:以?后|之后|的话|时|前|之前)")
"""Conditions: before the words in English, around them in Chinese (发货后)."""
ASKS_EN = re.compile(
    r"^\s*(?:and |or |but |so )?(?:has|have|had|is|are|was|were|did|does|when|where|which|how)\b(?!\s+you (?:know|heard|seen))",
    re.IGNORECASE,
)
ASKS_ZH = re.compile(r"(?:吗|呢|没有|没|不)\s*$|是否|有没有|什么时候|何时|哪[一天个些]|几时|了没")
PERFECT_ZH_BEFORE = re.compile(r"(?:已经?|均已|都已|早已|刚刚?|全部)[^,，。;]{0,24}$")
PERFECT_ZH_AFTER = re.compile(r"^.{0,3}?(?:了|完成|成功|完毕|到账|过)|^(?:(?!申请|问题).){0,6}已")
STANDING = re.compile(
    r"[走发寄]的|在途|在路上|运输中|派送中|配送中|揽收|签收|妥投|退了|已|transit|way|delivery|en route|underway|了"
)
"""Words that say by themselves that it has happened."""
PARTLY = _words(
    r"\bpart(?:ly|ial(?:ly)?|s)?\b|\bsome\b|\bfirst (?:parcel|batch|shipment)\b|\bone of\b|\brest\b|部分|一部分|其余|首批|先发|剩余"
)
REST = _words(r"\b(?:rest|remainder|remaining|other half|balance)\b|剩下|余下|其余|另一半|剩余")
"""What was not given back before: told as given back it makes the whole."""
MOVES = _words(r"\b(?:travel(?:s|led|ling)?|goes|go|went|going|comes|came|moves|rides)\b|走的?|是|派|查询")
"""What a parcel does with its carrier."""
CANNOT = _words(
    r"\b(?:cannot|can't|can not|could not|couldn't|unable to|not able to) (?:\w+ )?(?:promise|send|ship|deliver|supply|do|offer|make|provide|manage|guarantee|say)\b",
    r"(?:不能|无法|没法|没办法|做不到|保证不了|给不了)",
)
FEWER = _words(r"\b(?:fewer|less|below|under|only|but)\b|少于|低于|以下|只|但")
"""With these a refusal still says how many."""
WHOLLY = _words(r"\b(?:full(?:y)?|entire(?:ly)?|complete(?:ly)?|whole|all|everything)\b|全额|全部|全款|整单|都已|均已")
AT_ONCE = _words(r"\b(?:immediately|right away|at once|straight away|instantly)\b|立即|马上|立刻|即刻|秒发|当天|当日")
REFUSES = _words(r"\b(?:not|cannot|unable|below|no)\b|n't\b|无法|不能|不了|低于|没有|找不到|没找到|抱歉")
YOURS = _words(
    r"\byou (?:\w+ )?(?:named|asked|wanted|mentioned|need(?:ed)?|proposed|offered|suggested|wrote|said|gave|requested)\b",
    r"\byour (?:date|deadline|proposal|price|counter|target|event|wish)\b|(?:您|你)(?:的还价|要求|希望|提|说|指定|需要|给|出|报|想要|所需)",
)

SHIP = _words(
    r"先发|走的?(?=顺丰|快递|中通|圆通|邮政|物流|\x01)|启程|发(?=[。,，;!]|$|走|的)|\bout (?:of )?(?:the|our) (?:door|house|warehouse)\b",
    r"\bship\w*|\bdispatch\w*|\bdespatch\w*|\bleav(?:e|es|ing)\b|\bleft\b|\bsen[dt]\w*|\bhand(?:ed|s)?\b|\bpost(?:ed)?\b",
    r"\bgo(?:es)? out\b|\bwent out\b|\bready\b|\bcollected\b|\bpicked up\b|发出|发货|寄|出库|发走|交|揽收|出货|备好",
    stems="out of|out our|out the|ship|dispatch|despatch|leav|left|sen|hand|post|go out|goes out|went out|ready|collected|picked up|发|走|启程|寄|出库|交|揽收|出货|备好",
)
ARRIVE = _words(
    r"\barriv\w*|\bdeliver\w*|\breceiv\w*|\breach\w*|\bwith you\b|\bget (?:it|them|your)\b|\bhave (?:it|them) by\b|\bsigned\b",
    r"到货|送达|收到|签收|到您|到你|到达|送到|派达|妥投|拿到|到手",
    stems="arriv|deliver|receiv|reach|with you|get |have it|have them|signed|到|签收|达|妥投",
)
VALID = _words(
    r"\b(?:open|valid|holds?|stands?|good|expires?|ends?|offer|quote|quotation|accept)\b|有效|报价|截止|期限|到期|过期",
    stems="open|valid|hold|stand|good|expire|end|offer|quot|accept|有效|报价|截止|期",
)
ORDER = _words(r"\border(?:ed)?\b|\bplaced\b|\bbought\b|\bpurchased?\b|下单|下的单|订购|购买|拍下|成交")
STOCK = _words(
    r"\b(?:we|i)(?:'ve| have)?\s(?:(?:still|currently|now|only|just|do)\s)*(?:have|hold|got|carry|keep)\b(?=[^.;,]{0,24}(?:\d|\x01))(?! (?:a|an|no|any|read|seen|noted|asked|passed|your|the|not|been|had|checked)\b)",
    r"\b(?:there (?:is|are)|we have)\b[^.;]{0,40}\bleft\b",
    r"\b(?:in stock|available|on hand|on the shelf|in (?:our|the) (?:house|warehouse)|stock of|ready to go|left in)\b|\bstocks? (?:is|are)\b",
    r"\bin stock\b|\bstock\b",
    r"现货|库存|有货|存货|在库|可售|仓库",
    stems="have|hold|got|carry|keep|left|stock|available|on hand|on the shelf|in our|in the|ready to go|现货|库存|有货|存货|在库|可售|仓库",
)
NO_STOCK = _words(
    r"\b(?:out of stock|sold out|not in stock|no stock|not available|unavailable|do(?: not|n't) have(?! (?:any |an? |more |that )*(?:information|answer|detail|record|discount|question|free|news|photo))|not (?:that many|enough))\b",
    r"没有?(?:现|存|库)?(?:货|库存)(?!的?(?:话|时))|没有那么多货|无库存|缺货|无货|无现货|售罄|断货|(?:库存|现货)不(?:够|足)|没有(?:那么多)?(?:库存|现货)|卖完|不够",
    stems="stock|sold out|available|have|enough|many|货|库存|售罄|卖完|不够",
)
IF_IN_STOCK = _words(
    r"\bwhat is in stock\b|\bin[- ]stock (?:goods|items|products)\b",
    r"现货(?:商品|产品|货品)?\s*(?:付款|下单|订单)",
    stems="stock|现货",
)
"""Goods in stock in general, of which nothing is claimed."""
TERMS = (
    (24, _words(r"\b(?:a|one) day\b|一天")),
    (168, _words(r"\b(?:a|one) week\b|一周|一个?星期")),
    (336, _words(r"\b(?:a|one) fortnight\b|\btwo weeks\b|两周")),
    (720, _words(r"\b(?:a|one) month\b|一个月")),
)
"""Hours of a time without a number."""
OUT_OF = _words(r"^\s*(?:of|out of|from)\s*$")
"""Stands before the whole of which a part is told."""
AT_LEAST = _words(r"\b(?:at least|over|more than|above|plus)\b|超过|至少|不少于|多于|以上")
TOTAL = _words(r"\btotal\w*\b|\bin all\b|\baltogether\b|\bsum\b|\bcomes to\b|合计|共|总|一起")
UNIT_AFTER = _words(r"^\s*(?:for )?(?:each\b|every\b|apiece\b|(?:per|a|an)\s+\w+|/\s?\w+|[/每一]\s?\S)")
UNIT_BEFORE = _words(r"单价|每[件个只]|一[件个只]|\bunit price\b|\beach\b|\bper piece\b")
ONE = _words(
    r"\bfor (?:just )?one\b|\bfewer than\b|\bless than\b|\bbelow\b|\blist price\b|\bsingle\b|\bone piece\b",
    r"\bstart(?:s|ing)? (?:at|from)\b|\bfor one\b|\bfewer\b",
    r"少于|不到|以下|零售|单件|单个|单买|原价|标价",
)
"""Words for the price of the ladder's first step."""
PAID = _words(r"\bpaid\b|\bpayment\b|付|支付|收到")
FREIGHT = _words(
    r"\bfreight\b|\bshipping (?:cost|fee|charge)s?\b|\bpostage\b|\bdelivery (?:cost|fee|charge)s?\b|运费|邮费|快递费",
    stems="freight|shipping|postage|delivery|运费|邮费|快递费",
)
BOUGHT = _words(
    r"\byou(?:'ve| have)? (?:\w+ )?(?:ordered|bought|purchased|placed|took)\b|\byour order (?:is|was|has|holds|contains|of|for)\b",
    r"[您你](?:这次|这单|上次|之前)?(?:一共|总共)?(?:买|订|拍|定|购买|下单)(?:的|了)|订单(?:里|中)?(?:是|有)",
    stems="you|您|你|订单",
)
"""Tells what the buyer has bought."""
NO_MOQ = _words(
    r"\bno (?:minimum|moq)\b|\bwithout (?:a |any )?minimum\b|\bany (?:quantity|number)\b|\b(?:sold|buy|bought|order|take|have) (?:\w+ )?(?:singly|one by one|by the piece|just one|a single (?:one|piece))\b",
    r"(?:没有|没|无|不限|不设|不要求|不需要)(?:最低|最少|什么)?(?:起订|起批|起拿|起售|数量)(?:量|要求|限制)?|(?<![一每第])[一1单][个件只套](?:也|都|就|也都)?(?:可以|能|行|卖|起[拿批卖订])",
    stems="minimum|moq|any quantity|any number|singly|one by one|by the piece|just one|a single|起|数量|可以|能|行|卖",
)
"""One may be bought alone."""
MOQ = _words(
    r"\bminimum\b|\bsmallest (?:order|quantity|amount)\b|\bmoq\b|\bat least\b|起订|起批|起售|最少|最低订",
    stems="minimum|smallest|moq|at least|起订|起批|起售|最少|最低订",
)
PACK = _words(
    r"\b(?:packs?|cartons?|boxes|box|cases?|sets?|multiples) (?:of|hold(?:s|ing)?|contain(?:s|ing)?|with|has)\s+(\d+)|每[包箱盒]\s*(\d+)|(?<!\d)(\d+)\s*[个件只]?一[包箱盒装捆]",
    stems="pack|carton|box|case|set|multiple|每包|每箱|每盒|一包|一箱|一盒|一装|一捆",
)
SPAN = re.compile(
    rf"(?={BEGIN_NUMERAL})(?P<n>{NUMERAL})\s*(?:-|~|to|至|到)?\s*(?P<m>{NUMERAL})?\s*(?:个)?(?:(?:working|business|calendar|more|full)\s+)?"
    r"(?P<unit>hours?\b|hrs?\b|h\b|days?\b|weeks?\b|months?\b|小时|工作日|天|日(?!前)|周|星期|月(?!\d)|礼拜|钟头|分钟|minutes?\b)",
    re.IGNORECASE | re.ASCII,
)
LOOSE_SPAN = _words(
    r"\b(?:an?|half an?) (?:\w+ )?(?:hour|day|week|fortnight|month|year)\b",
    r"半个?月|半天|半年|一周|一个?星期|一个月|一年|一天内",
)
"""A time without a number."""
MUCH = _words(
    r"\b(?:loads|plenty|lots|tons|thousands?|hundreds|dozens|ample)\b",
    r"上千|上百|上万|充足|大量|很多|足够",
    stems="loads|plenty|lots|tons|thousand|hundreds|dozens|ample|上千|上百|上万|充足|大量|很多|足够",
)
"""A stock figure without a number."""
WISH = _words(r"\b(?:prefer\w*|wish|noted|will|can|could|if)\b", r"偏好|指定|可以|将|如果|以后")
CODE = re.compile(
    r"(?<![A-Za-z0-9_/-])(?=[A-Za-z_-]*\d)(?:[A-Za-z]+[_-]?\d|\d+[A-Za-z_-]+\d|\d{5,})[A-Za-z0-9_/-]*|\b[A-Z]{2}\d{4,}\w*"
)
"""Something like an id: letters with digits, or a long row of digits."""


def carrier(code: str, *others: str, stems: str = "") -> Cue:
    """Give how people write a carrier; a code that is not among the known is looked for as it stands."""
    code = re.escape(code)
    return _words(*(others or (code,)), rf"(?<![a-z]){code}(?![a-z])", stems=stems)


CARRIERS = {
    "DHL": carrier("DHL", r"\bdhl\b", stems="dhl"),
    "UPS": carrier("UPS", r"\bups\b", stems="ups"),
    "FEDEX": carrier("FEDEX", r"\bfed\s?ex\b|联邦快递", stems="fed|联邦快递"),
    "DPD": carrier("DPD", r"\bdpd\b", stems="dpd"),
    "ROYALMAIL": carrier("ROYALMAIL", r"\broyal\s?mail\b|皇家邮政", stems="royal|皇家邮政"),
    "SF": carrier("SF", r"\bsf\b|顺丰", stems="sf|顺丰"),
    "ZTO": carrier("ZTO", r"\bzto\b|中通", stems="zto|中通"),
    "YTO": carrier("YTO", r"\byto\b|圆通", stems="yto|圆通"),
    "EMS": carrier("EMS", r"\bems\b|邮政(?<!皇家邮政)", stems="ems|邮政"),
}
"""By the carrier's code."""
_METHOD = r"(?:alipay|wechat(?: pay)?|bank transfer|(?:credit |debit |bank )?cards?|paypal|支付宝|微信(?:支付)?|银行转账|银行卡|对公转账)"
METHODS = _words(
    rf"{_METHOD}(?:\s*[,、，]?\s*(?:or|and|或|和)?\s*{_METHOD})+",
    stems="alipay|wechat|bank transfer|card|paypal|支付宝|微信|银行|对公转账",
)
"""Ways of paying, listed."""
NUMBERING = re.compile(r"(?m)^\s*\d{1,2}[.)、]\s")
FOREIGN = re.compile(r"[\u0370-\u1fff\u3040-\u30ff\uac00-\ud7af]")
"""Letters of other scripts: the words cannot be checked."""
SETTLED = _words(r"\b(?:been|was|is|has|issued|processed|completed|made|sent|of|went|done)\b")
"""Beside the noun "refund": it is told as done."""
PAST = _words(
    r"[走发寄]的|\bable to send\b|\b(?:shipped|dispatched|sent|handed|left|posted|went|collected|gone|picked)\b",
    r"已|了",
)
AHEAD = _words(r"\b(?:will|shall|to be|can|is|are)\b|'ll\b", r"最晚|最迟|预计|将|会|前|之前")
