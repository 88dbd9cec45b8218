"""What a buyer reads of a parcel in trouble, in both languages, of what the carrier has and has not reported."""

from __future__ import annotations

from agents.customer.wording import Language
from decisions.parcels import Trouble

_SENT: dict[Language, str] = {
    "en": "Order {order} was shipped with {carrier}, waybill {tracking}, and has not been delivered yet. ",
    "zh": "订单 {order} 已发货,{carrier} 运单号 {tracking},还没有送达。",
}
_SORRY: dict[Language, str] = {"en": "We are sorry for the wait.", "zh": "抱歉让您久等。"}
_PERSON: dict[Language, str] = {
    "en": "A colleague will contact you about it. We are sorry for the trouble.",
    "zh": "稍后由同事联系您处理。非常抱歉。",
}
TEXTS: dict[Trouble, dict[Language, str]] = {
    "uncollected": {
        "en": "Order {order}, waybill {tracking}: {carrier} has not collected it yet. We are sorry for the wait.",
        "zh": "订单 {order} 运单号 {tracking}:快递员尚未取件。抱歉让您久等。",
    },
    "stuck": {
        "en": f"{_SENT['en']}The carrier has not reported any progress for some days. {_SORRY['en']}",
        "zh": f"{_SENT['zh']}承运商最近没有更新物流信息。{_SORRY['zh']}",
    },
    "exception": {
        "en": f"{_SENT['en']}The carrier has not been able to deliver it. {_SORRY['en']}",
        "zh": f"{_SENT['zh']}承运商未能送达。{_SORRY['zh']}",
    },
    "wrong_city": {
        "en": f"{_SENT['en']}The carrier has not brought it to your address. {_SORRY['en']}",
        "zh": f"{_SENT['zh']}承运商没有送到您的地址。{_SORRY['zh']}",
    },
    "late": {"en": f"{_SENT['en']}{_SORRY['en']}", "zh": f"{_SENT['zh']}{_SORRY['zh']}"},
    "returned": {"en": f"{_SENT['en']}{_PERSON['en']}", "zh": f"{_SENT['zh']}{_PERSON['zh']}"},
    "lost": {"en": f"{_SENT['en']}{_PERSON['en']}", "zh": f"{_SENT['zh']}{_PERSON['zh']}"},
}
