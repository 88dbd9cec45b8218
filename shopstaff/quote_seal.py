"""The signature of an offer: HMAC-SHA256 over its content, with a key that lies in the shop's folder alone.

It proves to the shop that an offer somebody shows is the one it made: buyer, goods, pieces, prices, conditions and last
day. Whether the offer is still open is the shop's record to say, so that is not signed.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from kit.ids import canonical
from shops.models import Quote

KEY_FILE = "quote.key"
"""In a shop's folder: 32 random bytes as hex, readable by its owner alone. Without it no signature can be made."""


def sign(folder: Path, shop: str, quote: Quote) -> str:
    """Give the signature of an offer, 64 hexadecimal digits; the shop's key is made at the first one."""
    body = quote.model_dump(mode="json", exclude={"status"}) | {"shop": shop}
    return hmac.new(_key(folder), canonical(body).encode(), hashlib.sha256).hexdigest()


def is_signed(folder: Path, shop: str, quote: Quote, signature: str) -> bool:
    """Tell whether a signature, at least its first 16 digits, is that of exactly this offer."""
    given = signature.strip().lower()
    whole = sign(folder, shop, quote)
    return 16 <= len(given) <= len(whole) and hmac.compare_digest(whole[: len(given)].encode(), given.encode())


def _key(folder: Path) -> bytes:
    path = folder / KEY_FILE
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return bytes.fromhex(path.read_text(encoding="ascii"))
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_hex(32))
    return bytes.fromhex(path.read_text(encoding="ascii"))
