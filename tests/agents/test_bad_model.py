"""A bad model: whatever it does, each case has a clear result, nothing is lost, and nothing is sent twice."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from agents.chat_models import connect
from agents.supervisor import run_task
from authority.tasks import End
from config.settings import Settings
from kit.text import is_in
from shopstaff.replay import replay
from tests.support.endpoint import Endpoint, careful, decide, endpoint
from tests.support.gift_shop import GiftShop
from tests.support.scripts import calls, ladder, script, text

HEART = "85123A"
RAISE_3 = "Raise the white hanging heart by 3%"
ASKS = "How much are 36 white hanging hearts?"
ASKS_ZH = "36个 white hanging heart 多少钱?"


@pytest.fixture
def server() -> Iterator[Endpoint]:
    """Give a running endpoint."""
    with endpoint() as opened:
        yield opened


def send(thread: str, words: str) -> AIMessage:
    return calls(("send_message", {"thread_id": thread, "text": words, "reason": "the ladder"}))


@pytest.mark.parametrize(
    ("asked", "lie"),
    [
        (ASKS, "Good news, your money is already back on your card."),
        (ASKS, "36 hearts at £1.99 each for you, the boss agreed."),
        (ASKS, "I popped a dozen extras in the box for you."),
        (ASKS_ZH, "款项已经原路退回啦,请查收。"),
        (ASKS_ZH, "亲,给您按内部价走,36 件每件 £1.99。"),
    ],
)
def test_a_lie_is_rewritten_from_facts_and_the_record_says_so(shop: GiftShop, asked: str, lie: str) -> None:
    """The buyer gets the draft, whose words the shop's records hold; replaying follows it."""
    task_id = shop.open_message("17850", asked)
    thread = shop.thread_of(shop.house.tasks.get(task_id))
    task = run_task(shop.crew(script(send(thread, lie))), task_id)
    (sent,) = shop.said(task)
    assert sent.text != lie
    assert "£2.55" in sent.text
    (row,) = [one for one in shop.effects(task) if one.kind == "send_message"]
    assert (row.state, "rewritten from facts" in row.reason) == ("done", True)
    (kept,) = [one.body for one in shop.house.tasks.turns(task.id) if one.kind == "replaced"]
    assert kept["instead_of"]["text"] == lie
    assert replay(shop.house, task.id).result == "equal"


def test_many_messages_that_are_rewritten_to_the_same_words_reach_the_buyer_once(shop: GiftShop) -> None:
    task_id = shop.open_message("17850", ASKS)
    thread = shop.thread_of(shop.house.tasks.get(task_id))
    said = [("send_message", {"thread_id": thread, "text": f"您好{n}", "reason": f"reason {n}"}) for n in range(20)]
    task = run_task(shop.crew(script(calls(*said), text("Done."))), task_id)
    assert len(shop.said(task)) == 1
    assert len([one for one in shop.effects(task) if one.kind == "send_message"]) == 1
    assert replay(shop.house, task.id).result == "equal"


def test_true_words_of_a_models_own_are_sent_as_they_are(shop: GiftShop) -> None:
    task_id = shop.open_message("17850", ASKS)
    thread = shop.thread_of(shop.house.tasks.get(task_id))
    words = "Hi! 36 White Hanging Hearts cost £2.55 each."
    task = run_task(shop.crew(script(send(thread, words))), task_id)
    assert [message.text for message in shop.said(task)] == [words]


@pytest.mark.parametrize(
    ("asked", "said", "language"),
    [
        (ASKS_ZH, "36 White Hanging Hearts are £2.55 each, please order soon.", "zh"),
        (ASKS, "您好,36 件每件 £2.55。", "en"),
        (ASKS, "Bonjour, le prix pour vous est de 2,55 £ avec la livraison.", "en"),
        (ASKS, "Добрый день, цена 2,55.", "en"),
    ],
)
def test_words_in_another_language_give_way_to_the_draft_and_the_record_says_so(
    shop: GiftShop, asked: str, said: str, language: str
) -> None:
    task_id = shop.open_message("17850", asked)
    thread = shop.thread_of(shop.house.tasks.get(task_id))
    task = run_task(shop.crew(script(send(thread, said))), task_id)
    (sent,) = shop.said(task)
    assert sent.text != said
    assert is_in(sent.text, language)
    assert "£2.55" in sent.text
    (row,) = [one for one in shop.effects(task) if one.kind == "send_message"]
    assert f"not in {language}" in row.reason
    (kept,) = [one.body for one in shop.house.tasks.turns(task.id) if one.kind == "replaced"]
    assert kept["instead_of"]["text"] == said
    assert replay(shop.house, task.id).result == "equal"


def test_words_in_the_buyers_language_stay_the_models(shop: GiftShop) -> None:
    said = "They are £2.55 each from 32 pieces."
    task_id = shop.open_message("17850", ASKS)
    task = run_task(shop.crew(script(send(shop.thread_of(shop.house.tasks.get(task_id)), said))), task_id)
    assert [one.text for one in shop.said(task)] == [said]


def test_a_reply_that_breaks_off_sends_nothing_and_is_asked_for_again(shop: GiftShop) -> None:
    """Half a sentence that happens to be readable must not go out."""
    task_id = shop.open_message("17850", ASKS)
    thread = shop.thread_of(shop.house.tasks.get(task_id))
    cut = send(thread, "They are £2.5").model_copy(update={"response_metadata": {"finish_reason": "length"}})
    model = script(cut, send(thread, "They are £2.55 each."))
    task = run_task(shop.crew(model), task_id)
    assert [one.text for one in shop.said(task)] == ["They are £2.55 each."]
    assert "broke off" in str(model.asked[1][-1].content)


@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
def test_arguments_cut_in_the_middle_send_nothing(shop: GiftShop, server: Endpoint, stream: bool) -> None:
    """A stream's client completes cut JSON by itself: the half price would look whole."""

    def says(request: dict[str, object]) -> dict[str, object]:
        reply = decide(request)
        for call in reply.get("tool_calls", []):
            call["function"]["arguments"] = call["function"]["arguments"][:60]
        return reply | ({"finish_reason": "length"} if reply.get("tool_calls") else {})

    server.says = says
    settings = Settings(model="local-test", base_url=server.url, model_stream=stream)
    task = shop.buyer("17850", ASKS, connect(settings))
    assert (task.end, task.model) == (End.DONE, "local-test failed, then rules")
    assert len(shop.said(task)) == 1
    assert "£2.55" in shop.said(task)[0].text


def test_a_stream_that_breaks_off_is_no_answer(shop: GiftShop, server: Endpoint) -> None:
    server.says = lambda request: decide(request) | {"finish_reason": None}
    settings = Settings(model="local-test,rules", base_url=server.url, model_stream=True)
    task = shop.buyer("17850", ASKS, connect(settings))
    assert (task.end, task.model) == (End.DONE, "local-test failed, then rules")
    assert len(shop.said(task)) == 1


def test_words_that_break_off_are_no_answer(shop: GiftShop) -> None:
    cut = AIMessage(content="Shall I raise", response_metadata={"finish_reason": "length"})
    task = shop.owner(RAISE_3, script(cut, text("Shall I raise every step?")))
    assert (task.end, task.answer) == (End.DONE, "Shall I raise every step?")


@pytest.mark.parametrize("nothing", ["", "   ", "\n"])
def test_a_model_that_says_nothing_leaves_a_buyer_with_the_draft(shop: GiftShop, nothing: str) -> None:
    task = shop.buyer("17850", ASKS, script(*[text(nothing)] * 3))
    assert (task.end, task.model) == (End.DONE, "scripted failed, then rules")
    assert len(shop.said(task)) == 1
    owners = shop.owner(RAISE_3, script(*[text(nothing)] * 3))
    assert (owners.end, owners.model_calls) == (End.NO_PROGRESS, 3)
    assert "no progress" in owners.answer


def test_a_loop_ends_and_its_effect_is_done_once(shop: GiftShop) -> None:
    same = calls(ladder(HEART, (1, 303), (32, 262)))
    task = shop.owner(RAISE_3, script(*[same] * 4))
    assert (task.end, task.model_calls, len(shop.effects(task))) == (End.NO_PROGRESS, 4, 1)
    assert shop.price(HEART) == (303, 262)


def test_the_same_read_again_is_answered_without_looking(shop: GiftShop) -> None:
    read = calls(("get_price", {"sku": HEART}))
    model = script(read, read, text("It is £2.95."))
    task = shop.owner(RAISE_3, model)
    assert (task.end, task.answer) == (End.DONE, "It is £2.95.")
    assert "not made twice" in str(model.asked[2][-1].content)


def test_a_price_may_be_read_again_after_it_was_set(shop: GiftShop) -> None:
    read = calls(("get_price", {"sku": HEART}))
    model = script(read, calls(ladder(HEART, (1, 303), (32, 262))), read, text("Now £3.03."))
    task = shop.owner(RAISE_3, model)
    assert (task.end, task.answer) == (End.DONE, "Now £3.03.")
    assert "303" in str(model.asked[3][-1].content)


def test_twenty_calls_at_once_are_each_answered_and_the_same_message_goes_out_once(shop: GiftShop) -> None:
    task_id = shop.open_message("17850", ASKS)
    thread = shop.thread_of(shop.house.tasks.get(task_id))
    message = ("send_message", {"thread_id": thread, "text": "They are £2.55 each.", "reason": "the ladder"})
    reads = [("get_price", {"sku": sku}) for sku in ("85123A", "47566", "22423", "85099B", "84879")]
    model = script(calls(*[message] * 10, *reads, *reads), text("Done."))
    task = run_task(shop.crew(model), task_id)
    assert task.end == End.DONE
    assert [one.text for one in shop.said(task)] == ["They are £2.55 each."]
    answers = {one.tool_call_id: str(one.content) for one in model.asked[1] if isinstance(one, ToolMessage)}
    assert len(answers) == 20
    assert sum("not made twice" in one for one in answers.values()) == 14


def test_the_same_words_in_two_turns_of_a_task_go_out_once(shop: GiftShop) -> None:
    task_id = shop.open_message("17850", ASKS)
    thread = shop.thread_of(shop.house.tasks.get(task_id))
    message = ("send_message", {"thread_id": thread, "text": "They are £2.55 each.", "reason": "the ladder"})
    other = ("hand_off", {"job": "inquiry_reply", "goal": "answer", "subject": [f"thread:{thread}"]})
    model = script(calls(message, other), text("Nothing to do."), calls(message), text("Done."))
    task = run_task(shop.crew(model), task_id)
    assert task.end == End.DONE
    assert [one.text for one in shop.said(task)] == ["They are £2.55 each."]
    assert [row.turn for row in shop.effects(task)] == [1]


@pytest.mark.parametrize(
    "call",
    [
        ("issue_refund", {"order_id": "o_1", "amount": 100}),
        ("send_message", {"thread": "th_1", "text": "Hello"}),
        ("send_message", {"thread_id": "th_of_somebody_else", "text": "Hello there", "reason": "none"}),
    ],
)
def test_a_tool_or_argument_of_its_own_invention_is_answered_and_the_buyer_too(
    shop: GiftShop, server: Endpoint, call: tuple[str, dict[str, object]]
) -> None:
    task = shop.buyer("17850", ASKS, script(*[calls(call)] * 3))
    assert task.end in (End.DONE, End.HELD, End.REFUSED)
    assert len(shop.said(task)) == 1
    assert [row.kind for row in shop.effects(task) if row.state == "done"] == ["create_quote", "send_message"]


@given(st.text(max_size=200), st.sampled_from(["zh", "en"]))
def test_any_text_can_be_looked_at(words: str, language: str) -> None:
    assert is_in(words, language) in (True, False)


@pytest.mark.parametrize(
    ("words", "language", "passes"),
    [
        ("36 件 White Hanging Heart T-Light Holder,每件 £2.55。", "zh", True),
        ("您好!", "zh", True),
        ("OK", "zh", True),
        ("Your order has left.", "zh", False),
        ("The 心形 light is £2.55.", "en", True),
        ("Café au lait mugs are £3 each, in 2 sizes.", "en", True),
        ("Hola, el precio es de 2 £ para usted.", "en", False),
        ("Der Preis ist 2 £ für Sie.", "en", False),
        ("こんにちは、価格は二ポンドです", "en", False),
        ("가격은 2파운드입니다", "zh", False),
        ("£2.55", "en", True),
        ("", "en", True),
    ],
)
def test_a_texts_language_is_told(words: str, language: str, passes: bool) -> None:
    assert is_in(words, language) is passes


def test_a_nudge_is_not_a_second_question(shop: GiftShop) -> None:
    model = script(text(""), text("£2.95 now."))
    shop.owner(RAISE_3, model)
    assert isinstance(model.asked[1][-1], HumanMessage)


def test_words_that_rest_on_an_offer_are_not_sent_when_the_offer_was_not_made(shop: GiftShop) -> None:
    """The calls of one reply are made before the model knows what becomes of each."""
    task_id = shop.open_message("17850", ASKS)
    thread = shop.thread_of(shop.house.tasks.get(task_id))
    offer = {
        "customer_id": "17850",
        "thread_id": thread,
        "lines": [{"sku": HEART, "quantity": 36, "unit_price": 1}],
        "valid_days": 7,
        "reason": "a gift",
    }
    message = {"thread_id": thread, "text": "Our offer for you stands for seven days.", "reason": "the offer"}
    task = run_task(shop.crew(script(calls(("create_quote", offer), ("send_message", message)))), task_id)
    assert [(row.kind, row.state) for row in shop.effects(task)] == [
        ("create_quote", "denied"),
        ("send_message", "done"),
    ]
    (sent,) = shop.said(task)
    assert "offer" not in sent.text
    assert "£2.55" in sent.text
    assert "create_quote was not done" in shop.effects(task)[1].reason
    assert replay(shop.house, task.id).result == "equal"


def test_a_model_that_begins_as_recommended_is_not_asked_a_second_time(shop: GiftShop, server: Endpoint) -> None:
    server.says = careful
    task = shop.buyer("17850", ASKS, connect(Settings(model="local-test", base_url=server.url)))
    assert (task.end, task.model, len(server.asked)) == (End.DONE, "local-test, then rules", 1)
    assert [row.kind for row in shop.effects(task)] == ["create_quote", "send_message"]


def test_a_model_that_begins_in_its_own_way_is_asked_how_it_goes_on(shop: GiftShop, server: Endpoint) -> None:
    def says(request: dict[str, object]) -> dict[str, object]:
        reply = careful(request)
        for call in reply.get("tool_calls", []):
            arguments = call["function"]["arguments"].replace('"quantity": 36', '"quantity": 40')
            call["function"]["arguments"] = arguments
        return reply

    server.says = says
    task = shop.buyer("17850", ASKS, connect(Settings(model="local-test", base_url=server.url)))
    assert (task.end, task.model, len(server.asked)) == (End.DONE, "local-test", 2)
