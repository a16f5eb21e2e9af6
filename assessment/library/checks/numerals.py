"""The numbers in a text, in Chinese or English, made comparable: 10万 = 100,000 = 0.1 million, 九成 = 90%, 四项 = four items.

`counted` are numbers in digits, and in words where these surely count (四项, four): the other language has to say each of
them. `words` are all other words for numbers: they may answer, and need no answer, since they also stand in names and idioms.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

Said = frozenset[Decimal]  # one number; where its unit may stand only after the next one («1–5万»), with and without it

SCALES = {"百": 2, "千": 3, "万": 4, "十万": 5, "百万": 6, "千万": 7, "亿": 8, "万亿": 12}
SCALES |= {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
MONTHS = "january february march april may june july august september october november december"
SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
ENGLISH = {word: number for number, word in enumerate(f"{SMALL} eighteen nineteen".split())}
DECADES = "twenty thirty forty fifty sixty seventy eighty ninety"
TENS = {word: 10 * n for n, word in enumerate(DECADES.split(), 2)}
OTHER = {"no": "0", "none": "0", "nil": "0", "without": "0", "not": "0", "a": "1", "an": "1", "single": "1", "each": "1"}
OTHER |= {"once": "1", "every": "1", "first": "1", "second": "2", "twice": "2", "both": "2", "double": "2"}
OTHER |= {"third": "3", "thirds": "3", "fourth": "4", "quarter": "4", "fifth": "5", "sixth": "6", "half": "50", "dozen": "12"}
OTHER |= {"any": "1", "only": "1", "neither": "0", "nobody": "0", "nothing": "0", "weekly": "7", "fortnight": "14"}
OTHER |= {month: str(number) for number, month in enumerate(MONTHS.split(), 1)}
CHINESE = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "双": 2}
PLACES = {"十": 10, "百": 100, "千": 1000}
CHINESE_OTHER = {"无": "0", "没": "0", "未": "0", "不": "0", "每": "1", "单": "1", "半": "50", "周": "7"}

NUMBER = r"([0-9]{1,3}(?:,[0-9]{3}){1,6}|[0-9]{1,18})(\.[0-9]{1,18})?"
IN_CHINESE = re.compile(rf"{NUMBER}\s*(万亿|百万|千万|十万|亿|万|千(?![米克瓦伏卡])|百)?")
IN_ENGLISH = re.compile(rf"{NUMBER}(?:\s*(trillion|billion|million|thousand|hundred)\b)?", re.IGNORECASE)
RANGE = re.compile(r"\s*(?:元|%)?\s*(?:–|—|-|~|～|至|到|to)\s*[<>≤≥]?\s*$")
WORD = re.compile(r"[a-z]+")
NUMERAL = re.compile("[零〇一二两双三四五六七八九十百千]+")
COUNTED = re.compile(  # not after 第, not 百姓, not 一户一策: followed by what is counted
    "(?<![第唯统百千])(?:[两三四五六七八九]|[二三四五六七八九]?十[一二三四五六七八九]?)"
    "(?=[个项件次户人日天月类样份条起宗处座村组名周级步倍层成亩])"
)
WIDE = str.maketrans("０１２３４５６７８９．，％／", "0123456789.,%/")
CLOCK = re.compile(r"(?<=[0-9])[:：]00\b")


@dataclass(frozen=True, slots=True)
class Numbers:
    counted: tuple[Said, ...]
    words: tuple[Said, ...]


def chinese(text: str) -> Numbers:
    text = CLOCK.sub("", text.translate(WIDE))
    counted = list(_digits(IN_CHINESE, text))
    words: list[Said] = []
    for found in NUMERAL.finditer(text):
        said = _numeral(found.group(), text[found.end() : found.end() + 1])
        (counted if COUNTED.match(text, found.start()) else words).append(said)
    words += [frozenset({Decimal(number)}) for character, number in CHINESE_OTHER.items() for _ in range(text.count(character))]
    return Numbers(tuple(counted), tuple(words))


def english(text: str) -> Numbers:
    text = CLOCK.sub("", text)
    counted = list(_digits(IN_ENGLISH, text))
    words: list[Said] = []
    for said in _words(WORD.findall(text.lower())):
        (counted if min(said) > 1 else words).append(said)
    words += [frozenset({Decimal(OTHER[word])}) for word in WORD.findall(text.lower()) if word in OTHER]
    return Numbers(tuple(counted), tuple(words))


def differences(zh: str, en: str) -> tuple[list[str], list[str]]:
    """The numbers of the Chinese that the English does not say, and the other way round; both empty where they agree.
    One language may say a number more often than the other, as long as nothing of the other is missing."""
    one, other = chinese(zh), english(en)
    missing, added = _unanswered(one, other), _unanswered(other, one)
    for here, there, numbers in ((missing, added, other), (added, missing, one)):
        if here and not there and all(any(number & said for said in numbers.counted) for number in here):
            return [], []
    return list(map(_shown, missing)), list(map(_shown, added))


def _unanswered(one: Numbers, other: Numbers) -> list[Said]:
    """The counted numbers of `one` that `other` does not say, each as often as it is missing."""
    left = Counter(number for said in (*other.counted, *other.words) for number in said)
    missing: list[Said] = []
    for said in one.counted:
        match = next((number for number in said if left[number] > 0), None)
        if match is None:
            missing.append(said)
        else:
            left[match] -= 1
    return missing


def _shown(said: Said) -> str:
    return f"{max(said).normalize():f}"


def _digits(pattern: re.Pattern[str], text: str) -> Iterator[Said]:
    """Every number in digits; the first of a range also with the unit of the last."""
    before: tuple[Decimal, int] | None = None
    found: list[Said] = []
    for match in pattern.finditer(text):
        value = Decimal(match[1].replace(",", "") + (match[2] or ""))
        scale = SCALES.get((match[3] or "").lower(), 0)
        if before and scale and RANGE.fullmatch(text, before[1], match.start()):
            found[-1] = frozenset({before[0], before[0].scaleb(scale)})
        found.append(frozenset({value.scaleb(scale)}))
        before = None if scale else (value, match.end())
    yield from found


def _numeral(numeral: str, after: str) -> Said:
    """三十五 = 35, 二〇二六 = 2026, 九成 = 90 (%)."""
    if not PLACES.keys() & set(numeral):
        value = int("".join(str(CHINESE[character]) for character in numeral[:18]))
    else:
        value, digit = 0, 0
        for character in numeral[:18]:
            if character in PLACES:
                value += (digit or 1) * PLACES[character]
                digit = 0
            else:
                digit = CHINESE[character]
        value += digit
    scale = {"成": 1, "万": 4, "亿": 8}.get(after, 0)
    return frozenset({Decimal(value), Decimal(value).scaleb(scale)})


def _words(words: Iterable[str]) -> Iterator[Said]:
    """twenty-five = 25, two hundred = 200."""
    tens = 0
    value: int | None = None
    for word in [*words, ""]:
        if value is not None and word in SCALES:
            yield frozenset({Decimal(value), Decimal(value).scaleb(SCALES[word])})
            tens, value = 0, None
            continue
        if tens and 0 < ENGLISH.get(word, 0) < 10:
            tens, value = 0, tens + ENGLISH[word]
            continue
        if value is not None:
            yield frozenset({Decimal(value)})
        tens = TENS.get(word, 0)
        value = tens or ENGLISH.get(word)
