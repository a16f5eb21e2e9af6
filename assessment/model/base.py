"""What every model shares: frozen, strict, and text that carries its languages."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticCustomError

MAX_TEXT = 4000
INVISIBLE = dict.fromkeys([0x200B, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
# unseen in an editor, an end of line for YAML only (U+0085, U+2028, U+2029), or refused by libyaml without a place
UNSEEN = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u200a\u200c-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _printable(text: str) -> str:
    """Without zero-width and direction marks, which come along when text is pasted; other unseen characters are refused."""
    text = text.translate(INVISIBLE).replace("\r\n", "\n").replace("\r", "\n")
    if unseen := UNSEEN.search(text):
        raise PydanticCustomError("control-character", "control character {now}", {"now": f"U+{ord(unseen.group()):04X}"})
    return text


def _clean(value: Any) -> Any:
    return _printable(value) if isinstance(value, str) else value


def _day(value: Any) -> date:
    """Only YYYY-MM-DD: pydantic would also take a number of seconds for a date."""
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("not-a-date", "not a date: {now}", {"now": str(value)[:60]})


Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TEXT), BeforeValidator(_clean)]
Remark = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MAX_TEXT), BeforeValidator(_clean)]
Day = Annotated[date, BeforeValidator(_day)]


class Text(Frozen):
    """A text of the scorecard in both languages, side by side so that one cannot age without the other."""

    zh: Words
    en: Words

    def in_(self, language: str) -> str:
        return self.en if language == "en" else self.zh


class Source(Frozen):
    """依据: where a rule or number comes from and how sure that is."""

    text: Words
    status: Literal["confirmed", "unconfirmed", "ours"]
