"""What the shop said last, and what a short answer says to it: yes, joy, thanks, noted, no, or that it may rest.

One rule for all who ask before they act. What cannot be taken back (a cancellation, fewer pieces, money back, an order,
a sample, no more offers) is done on a clear yes alone: “ok”, 要得, “sounds good”, 👍, or the words of the act itself.
Thanks and joy beside a yes take nothing from it (ok thank you; yes, brilliant); by themselves they agree to nothing
(brilliant cheers; perfect), and neither does who takes note, even with an ok (ok, I see; 好的收到): that may be about
what was told before the question, and a laugh may be a jest. Such words leave the question open, and it is put again.
Where nothing is asked, all of them are only taken note of. Any other word beside makes it no short answer, and so does
a question mark.
"""

from __future__ import annotations

import re
from typing import Literal

from rapidfuzz import process
from rapidfuzz.distance import OSA

from agents.language_plain import spelled
from kit.text import fold
from shops.models import Thread

MOST = 60
"""Signs of a short answer at most."""
Answer = Literal["yes", "joy", "thanks", "noted", "no", "rests"]
Said = Literal["yes", "act", "joy", "thanks", "noted", "no", "rests", "beside"]
"""What the words of an answer say, one by one; ``act`` repeats what was asked, ``beside`` adds nothing."""
_FINE = "good|great|fine|ok|okay|perfect|lovely|brilliant|super|fab|ideal|wonderful|nice|alright".split("|")
_LOOKS = ("sounds", "looks", "that would be", "that'd be", "it'd be")
_WHOM = ("by me", "with me", "by us", "for me")
SUITS = "|".join(
    (
        *(f"{looks} {fine}" for looks in _LOOKS for fine in _FINE),
        *(f"{fine} {whom}" for fine in ("fine", "ok", "okay", "good") for whom in _WHOM),
        *(f"happy with {what}" for what in ("that", "it", "this")),
        *("that works|this works|works for me|works for us|suits me|suits us|that suits me|i'm in".split("|")),
        *("that's ok|that's okay|that's fine|that is fine|that is ok|that will do|that'll do".split("|")),
    )
)
"""Finds good what is proposed."""
_PHRASES: dict[Said, str] = {
    "yes": """
    yes|yess|yessir|alrighty|yep|yeah|yea|yup|yh|yah|ya|aye|y|ok|okk|okok|okay|okey|okie|oki|k|kk|okey dokey
    |okie dokie|okey doke|okeydoke|okeydokey|ok dokey|righto|right you are|sure|sure thing|of course|certainly
    |absolutely|definitely|indeed|affirmative|correct|right|that's right|that is right|that's correct|exactly
    |spot on|agreed|agree|i agree|deal|it's a deal|go ahead|go on|go for it|do it|do so|do that|please do
    |by all means|please|pls|plz|confirm|confirmed|fine|alright|all right|make it so|crack on
    |是|对|好|可以|阔以|行|嗯|恩|昂|嗯呐|嗯哪|嗯啦|成|妥|中|欧了|欧啦|得嘞|得咧|得啦|要得|好嘞|好咧|没错|没毛病
    |没意见|木问题|没问题|冇问题|冇得问题|同意|我同意|我确定|我确认|确定|确认|当然|必须|必须的|这么办|照办|准|要|🆗
    |👌|👍|✅|[ok]|[强]|[好的]
    """,
    "joy": """
    great|good|gd|perfect|lovely|super|superb|brilliant|brill|cool|excellent|wonderful|fantastic|amazing|awesome
    |cool beans|sorted|sweet|nice|nice one|ace|fab|fabulous|smashing|splendid|marvellous|great stuff|good stuff
    |top stuff|top man|top|good job|great job|well done|good one|legend|love it|terrific|happy days|you star
    |you're a star|wow|yay|great news|good news|good to know|much better|very good|very nice|bravo|delighted|pleased
    |nb|666
    |好棒|好赞|好厉害|好开心|好高兴|牛啊|牛逼|赞|棒|太好|真好|很好|挺好|蛮好|厉害|给力|完美|不错|满意|开心|高兴|点赞
    |爱了|😊|😀|😁|😄|😃|🙂|😘|🥰|😍|❤|🎉|💯|👏|🌹|🥳|[微笑]|[玫瑰]|[呲牙]|[愉快]|[鼓掌]
    """,
    "thanks": """
    thanks|thank|thank you|thank u|thankyou|thanx|thx|tx|tnx|ty|tysm|tyvm|ta|cheers|much appreciated|appreciated
    |appreciate it|many thanks|grateful|bless you|3q
    |谢谢|多谢|感谢|谢|蟹蟹|感恩|唔该|辛苦|麻烦您|麻烦你|麻烦了|劳驾|费心|🙏|[抱拳]|[合十]
    """,
    "noted": """
    noted|got it|got you|gotcha|understood|i see|i understand|roger|copy that|will do|makes sense|fair enough
    |no problem|no probs|no worries|all good|that's it|that's all|that is all|it's fine|it's ok|it's okay
    |it's alright|it's good|all fine|lol|haha|hahaha
    |知道|明白|了解|清楚|收到|懂|晓得|知悉|有数|原来如此|这样啊|就这样|先这样|哈哈|哈哈哈|😂|🤣
    """,
    "no": """
    no|nope|nah|no thanks|no thank you|not now
    |👎|[弱]
    """,
    "rests": """
    leave it|leave them|leave that|leave everything|leave things|leave the order|keep it|keep them|keep that
    |keep everything|keep the order|keep my order|leave it be|let it be|never mind|nevermind|forget it|forget that
    |forget about it|no need|don't bother|dont bother|don't worry|doesn't matter|as it is|as is|as they are
    |as it was|as it stands
    |算了|不用|不必|没事|不改|不换|不退|不取消|保持|原样|不变|维持|照旧|就原来|原来的
    """,
    "beside": """
    then|so|well|oh|ooh|ah|hmm|hm|it|it's|it is|it was|that|that's|that is|that was|this|the|the one|the ones|a|an
    |me|mate|dear|guys|sir|madam|love|hun|pal|man|now|and|very|very much|much|so much|a lot|lot|lots|a bunch|to you
    |you|u|for|for me|for us|for your help|for the help|for the info|for info|for that|for your reply|for the reply
    |for your answer|for letting me know|for confirming|with me|by me|us|we|i|just|alone|like|all|really|again
    |actually|asap|x|xx|xxx|what i want|what i wanted|what i meant|what i asked for|here|hi|hello|~|der
    |的|吧|了|呢|啦|叭|哈|呀|啊|嘞|咧|滴|哒|哦|噢|喔|嗷|嘿|哇|那|就|先|亲|亲爱的|您|你|你们|咱|老板|老板娘|姐|哥
    |客服|宝|宝子|这样|这么|太|真|是这样|很|都|也|请|哟|咯|喽|呗|耶|一下|还是|么么哒|麻烦
    """,
}
_SAID: dict[str, Said] = {
    phrase.strip().replace("'", ""): said
    for said, phrases in (("yes", SUITS), *_PHRASES.items())
    for phrase in phrases.split("|")
}
_TOKEN = re.compile(
    "|".join(
        rf"(?<![a-z]){re.escape(one)}(?![a-z])" if re.search(r"[a-z]$", one) else re.escape(one)
        for one in sorted(_SAID, key=len, reverse=True)
    )
)
_SIGN = re.compile(r"[\s,，.。!！~…;；:：、\-'\"“”()]")
_UNSEEN = dict.fromkeys((*range(0x1F3FB, 0x1F400), 0xFE0F, 0x200D)) | {0x2019: "'"}
_DRAWN_OUT = re.compile(r"([a-z])\1{2,}(\b)?")
_OTHER = re.compile(r"[好真太很](?:麻烦|辛苦)|(?:老板娘?|[姐哥亲宝您]|客服|你们?)(?:要|同意|[确肯]定|确认)|还是要")
"""Made of such words, but a complaint, what somebody else wants, or what is still wanted."""
_WORD = re.compile(r"[a-z]{5,}")
_WORDS = sorted({word for phrase in _SAID for word in _WORD.findall(phrase)})
_NO = re.compile(
    r"(?:(?:no|nope|nah|not\snow|never\s?mind|leave\sit|keep\sit|don'?t)\b|不用|不要|不了|先不|算了|别|不是|不$|不[,，。\s]|留着|我?没(?:有|说|想|要)).{0,40}",
    re.IGNORECASE,
)
_RESTS = re.compile(
    r"(?:(?:ok(?:ay)?|fine|well|alright|all\sright|right|sure|then|oh|hmm+|thanks|thank\syou|i\ssee|好|的|那|行|嗯|哦|知道了|明白了)[\s,，.。!！]*)+"
    r"(?:just\s|please\s)?(?:leave\s(?:it|everything|the\sorder)|keep\s(?:it|everything|the\sorder|my\sorder)|never\s?mind|forget\sit|don'?t|no\b"
    r"|算了|不用|留着|保持|先?不[取退去改换]|别[取退去改换])",
    re.IGNORECASE,
)
"""Begins with a no, or takes note first and then lets the matter rest; more may follow."""


_DECIDES = """
think about it|think about that|think it over|think on it|have a think|mull it over|sleep on it|get back to you
|come back to you|be in touch|let you know|decide later
|考虑|商量|想想|想一想|合计|琢磨|再说|再看看|再定|再联系|答复您|答复你|告诉您|告诉你
"""
_WITH = "partner|boss|wife|husband|manager|team|colleagues?|business partner|mum|accountant"
_ASKS = rf"(?:ask|check with|speak to|talk to|run it by) (?:my|our|the) (?:{_WITH})"
_TO_DECIDE = re.compile("|".join((*(one.strip() for one in _DECIDES.split("|")), _ASKS)))
_AROUND = re.compile(
    r"(?:(?:ok|okay|well|hmm|right|thanks|thank you|let me|let us|lemme|i will|i'?ll|we will|we'?ll|i|we|need to"
    r"|have to|got to|going to|just|and|then|first|later|tomorrow|soon|again|a bit)(?![a-z])"
    r"|好的?|嗯|哦|那|我们?|先|再|要|得|还|让|容|跟|和|与|老板娘?|老公|老婆|合伙人|家里人?|同事|领导"
    r"|回头|回去|一下|下|一起|看看?|吧|哈|的|了|[\s,，。.!！~～…])*"
)


def thinks_it_over(text: str) -> bool:
    """Tell whether a text says no more than that its writer decides later: 我跟合伙人商量下, "I'll get back to you".

    Example:
        >>> thinks_it_over("let me think about it"), thinks_it_over("let me think about it, how much are 50?")
        (True, False)
    """
    words = fold(text).lower().strip()
    return len(words) <= MOST and bool(_TO_DECIDE.search(words)) and bool(_AROUND.fullmatch(_TO_DECIDE.sub(" ", words)))


AGREEING: tuple[Answer, ...] = ("yes", "joy", "noted")
"""What may be said by who is content with what was told."""
UNSURE: tuple[Answer, ...] = ("joy", "thanks", "noted")
"""What agrees to nothing by itself."""


def last_said(thread: Thread | None) -> str:
    """Give what the shop wrote last in a conversation; empty where it has not, or there is none."""
    written = reversed(thread.messages) if thread is not None else ()
    return next((one.text for one in written if one.author != "buyer"), "")


def said_in(text: str, *repeats: re.Pattern[str]) -> frozenset[Said]:
    """Give what the words of a short answer say; nothing where any other word stands in it, or it asks.

    Args:
        text: As written.
        *repeats: Words that repeat what was asked or done, searched in small letters.

    Example:
        >>> send = re.compile("send")
        >>> sorted(said_in("ok thank you")), said_in("ok, and the red one"), sorted(said_in("send it", send))
        (['thanks', 'yes'], frozenset(), ['act', 'beside'])
    """
    if len(text) > MOST or _OTHER.search(text):
        return frozenset()
    words = _plain(text)
    at, found = 0, set[Said]()
    while at < len(words):
        token, again = _TOKEN.match(words, at), [one.match(words, at) for one in repeats]
        longest = max((one.end() for one in again if one), default=at)
        if longest > at and (token is None or longest >= token.end()):
            found.add("act")
        elif token is not None:
            found.add(_SAID[token[0]])
            longest = token.end()
        elif _SIGN.match(words, at):
            longest = at + 1
        else:
            return frozenset()
        at = longest
    return frozenset(found)


def answer_of(text: str, *repeats: re.Pattern[str]) -> Answer | None:
    """Give what a short answer says in the whole; None for any other text.

    Example:
        >>> [answer_of(one) for one in ("要得 谢谢", "brilliant cheers", "ok, I see", "leave it then", "ok?", "好吃吗")]
        ['yes', 'joy', 'noted', 'rests', None, None]
    """
    found = said_in(text, *repeats)
    order: tuple[Said, ...] = ("rests", "no", "act", "noted", "yes", "joy", "thanks")
    first = next((one for one in order if one in found), None)
    return "yes" if first == "act" else None if first == "beside" else first


def is_yes(text: str, *repeats: re.Pattern[str]) -> bool:
    """Tell whether a text says yes to a question, and nothing else: 好的, “ok thank you”, “sounds good”, 👍.

    Example:
        >>> is_yes("yes please"), is_yes("收到"), is_yes("great, thanks"), is_yes("yes, and the red one?")
        (True, False, False, False)
    """
    return answer_of(text, *repeats) == "yes"


def is_no(text: str) -> bool:
    """Tell whether a text says no first, or takes note and lets the matter rest: fine, leave it."""
    found = answer_of(text)
    folded = fold(text).strip()
    return found in ("no", "rests") or (found is None and bool(_NO.match(folded) or _RESTS.match(folded)))


def _plain(text: str) -> str:
    """Give a text in small letters as it is spelled, without what is not seen: yesss, okaayyy, “perfct”."""
    folded = spelled(fold(text).translate(_UNSEEN).replace("'", "")).lower()
    return _WORD.sub(_respelled, _DRAWN_OUT.sub(lambda found: found[1] * (1 if found[2] == "" else 2), folded))


def _respelled(match: re.Match[str]) -> str:
    word = match[0]
    near = None if word in _WORDS else process.extractOne(word, _WORDS, scorer=OSA.distance, score_cutoff=1)
    return near[0] if near and near[0][0] == word[0] else word
