"""Projects are scored, never persons: text that looks like a resident's number is refused.

个人信息保护法 arts 6, 28: collect the least; a note needs households, sums and dates, never who.
"""

import re

_MOBILE = re.compile(r"(?<![0-9])1[3-9][0-9]{9}(?![0-9])")
_IDENTITY = re.compile(
    r"(?<![0-9])[1-9][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx](?![0-9])"
)
_BANK_CARD = re.compile(r"(?<![0-9])62[0-9]{14,17}(?![0-9])")


def personal_data(text: str) -> str | None:
    """The first stretch that looks like a mobile number, an identity number or a bank card; None when there is none."""
    for pattern in (_IDENTITY, _BANK_CARD, _MOBILE):
        if found := pattern.search(text):
            return found.group()
    return None
