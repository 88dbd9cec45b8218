"""客户 · opt-out 免打扰: a buyer who wants no messages that they did not ask for gets none from then on."""

from __future__ import annotations

from agents.customer.wording import Language
from agents.evidence import thread_here
from agents.job import Brief, Call, JobContext, job
from agents.language_patterns import Intent
from agents.sample_words import small_wish_confirmed, wishes_no_messages
from agents.short_answer import last_said
from agents.trigger import OnBuyerIntent, OnHandoff
from kit.facts import Fact

ASK: dict[Language, str] = {
    "en": "Shall we no longer write to you about offers?",
    "zh": "以后不再给您发推广消息,可以吗?",
}
SAID: dict[str, dict[Language, str]] = {
    "done": {
        "en": "We will not write to you about offers any more, only about your own orders.",
        "zh": "明白,以后不再给您发这类消息;您的订单有消息时仍会告知。",
    },
    "held": {
        "en": "A colleague will see to it that we do not write to you any more.",
        "zh": "稍后由同事为您处理,不再打扰您。",
    },
}


@job(
    "customer",
    "Opt-out",
    "免打扰",
    OnBuyerIntent((Intent.OPT_OUT,)),
    OnHandoff(),
    tools=("stop_offers",),
    action="care",
    lane="conversation",
)
def opt_out(ctx: JobContext) -> Brief:
    """Note that the buyer wants no messages that they did not ask for; what does not plainly say so is asked back."""
    who = ctx.task.buyer
    if not who or ctx.reads.messages is None:
        return Brief(language=ctx.language)
    words = str(ctx.task.input.get("goal", ""))[:200]
    if not wishes_no_messages(words) and small_wish_confirmed(last_said(thread_here(ctx)), words) is None:
        asked = ASK[ctx.language]
        return Brief(draft=asked, figures={"reply": {"ask": asked}}, language=ctx.language)
    fact = Fact(id="wish", text="the buyer wants no messages that were not asked for", source=f"buyer:{who}")
    call = Call(tool="stop_offers", args={"customer_id": who, "reason": words or "asked for it"})
    said = {name: texts[ctx.language] for name, texts in SAID.items()}
    reply = {"done": said["done"], "held": said["held"], "refused": said["held"]}
    return Brief(facts=(fact,), calls=(call,), draft=said["done"], figures={"reply": reply}, language=ctx.language)
