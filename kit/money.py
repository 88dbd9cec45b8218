"""Money: an integer of minor units with a currency. Floats never hold money."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Decimal

SYMBOLS = {"GBP": "£", "CNY": "¥", "USD": "$", "EUR": "€"}
"""Signs used in texts, ISO 4217 code to sign."""

CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY
    COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS
    INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP
    MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR
    SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV
    WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    """.split()
)
"""Currencies that people pay with, ISO 4217; neither metals nor test codes."""

_DIGITS = dict.fromkeys("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF".split(), 0) | dict.fromkeys(
    "BHD IQD JOD KWD LYD OMR TND".split(), 3
)
"""Decimal places of the currencies that have not two: ISO 4217, list one."""


def digits(currency: str) -> int:
    """Give the number of decimal places of a currency's minor unit (ISO 4217)."""
    return _DIGITS.get(currency, 2)


def format_minor(amount: int, currency: str) -> str:
    """Write minor units as people read them.

    Example:
        >>> format_minor(-123456, "CNY")
        '-¥1,234.56'
    """
    places = digits(currency)
    sign = "-" if amount < 0 else ""
    value = Decimal(abs(amount)).scaleb(-places)
    return f"{sign}{SYMBOLS.get(currency, currency + ' ')}{value:,.{places}f}"


def format_micro(amount: int, currency: str) -> str:
    """Write millionths of a major unit, in which model calls are counted, with four decimals.

    Example:
        >>> format_micro(560, "USD")
        '$0.0006'
    """
    return f"{SYMBOLS.get(currency, currency + ' ')}{Decimal(amount).scaleb(-6):,.4f}"


def parse_minor(text: str, currency: str) -> int:
    """Read a decimal amount such as ``12.95`` or ``£1,200`` as minor units.

    Raises:
        ValueError: Not a plain decimal number, or finer than the minor unit.
    """
    plain = re.fullmatch(rf"(-?)(?:[£¥$€]|{currency})?\s*((?:\d[\d,]*)?\d(?:\.\d+)?)", text.strip())
    if plain is None:
        raise ValueError(f"{text!r} is not an amount of money such as 12.95")
    value = Decimal(plain[1] + plain[2].replace(",", "")).scaleb(digits(currency))
    if value != value.to_integral_value():
        raise ValueError(f"{text!r} is finer than the smallest unit of {currency}")
    return int(value)


def share(amount: int, numerator: int, denominator: int) -> int:
    """Give ``amount * numerator / denominator`` rounded half to even, in minor units."""
    return int((Decimal(amount) * numerator / denominator).quantize(Decimal(1), ROUND_HALF_EVEN))
