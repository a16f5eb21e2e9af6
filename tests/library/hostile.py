"""Texts meant to hurt a reader of YAML, by name: those that must be refused, and unusual ones that are proper."""

import json
import os

from tests.library.patching import TESTS

GOOD = (TESTS / "bad_cases" / "base" / "small.yaml").read_text(encoding="utf-8")
MEGA = 1_000_000


def keys(count: int, value: str = "1") -> str:
    return "".join(f"k{n}: {value}\n" for n in range(count))


REFUSED: dict[str, str | bytes] = {
    "flow-lists-1e5": "[" * 100_000 + "]" * 100_000,
    "flow-lists-open-1e6": "[" * MEGA,
    "flow-lists-lines-open": "[\n" * (MEGA // 2),
    "flow-maps-1e5": "{a: " * 100_000 + "1" + "}" * 100_000,
    "flow-maps-open-1e6": "{" * MEGA,
    "flow-maps-lines-open": "{a:\n" * (MEGA // 4),
    "flow-in-ratings": "ratings: " + "{a: [" * 190_000,
    "block-maps-1e5": "".join(" " * min(n, 5) + "a:\n" for n in range(100_000)),
    "block-maps-staircase": "".join(" " * n + "a:\n" for n in range(1_390)),
    "block-lists-one-line": "- " * (MEGA // 2),
    "block-lists-staircase": "".join(" " * n + "-\n" for n in range(1_390)),
    "explicit-keys": "? " * (MEGA // 2),
    "explicit-key-lines": "? a\n" * (MEGA // 4),
    "one-plain-scalar": "a" * MEGA,
    "one-plain-scalar-of-words": "ab " * (MEGA // 3),
    "one-plain-scalar-of-lines": "a\n" * (MEGA // 2),
    "one-quoted-scalar": '"' + "a" * (MEGA - 2) + '"',
    "quoted-escapes": '"' + "\\u4e00" * (MEGA // 6 - 1) + '"',
    "quoted-short-escapes": 'project: "' + "\\\\" * (MEGA // 2 - 8) + '"',
    "quoted-line-breaks": '"' + "\n" * (MEGA - 2) + '"',
    "quoted-left-open": 'project: {name: "' + "字" * 300_000,
    "single-quotes": "'" + "''" * (MEGA // 2 - 1) + "'",
    "literal-block": "project: |\n" + "  a\n" * (MEGA // 4 - 10),
    "folded-block": "project: >\n" + "  a\n\n" * (MEGA // 5 - 10),
    "literal-indented": "project: |\n" + "".join("  " + " " * (n % 900) + "a\n" for n in range(2_000)),
    "long-key": "k" * 200_000 + ": 1\n",
    "long-explicit-key": "? " + "k" * 900_000 + "\n: 1\n",
    "long-explicit-key-of-many": "ratings:\n  ? "
    + "k" * 400_000
    + "\n  : {"
    + ", ".join(f"k{n}: 1" for n in range(20_000))
    + "}",
    "keys-60000": keys(60_000),
    "keys-29990": keys(29_990),
    "keys-flow-29990": "{" + ", ".join(f"k{n}: 1" for n in range(29_990)) + "}",
    "keys-without-values": "{" + ",".join(f"k{n}" for n in range(60_000)) + "}",
    "keys-alike": keys(25_000).replace("k", "projec"),
    "keys-duplicate": "a: 1\n" * 29_000,
    "items-60000": "ratings:\n" + "- 1\n" * 60_000,
    "items-empty": "-\n" * 59_990,
    "ratings-unknown": GOOD.replace(
        "  land-graves", "".join(f"  land-grave{n}: {{}}\n" for n in range(15_000)) + "  land-graves", 1
    ),
    "ratings-long-unknown": GOOD.replace("ratings:\n", "ratings:\n" + "".join(f"  {n:0>79}: {{}}\n" for n in range(8_000)), 1),
    "vetoes-unknown": GOOD.replace("vetoes: {", "vetoes: {" + "".join(f"LA1-V{n}: no, " for n in range(10_000, 24_000)), 1),
    "measures-unknown": GOOD.replace(
        "  measures:\n", "  measures:\n" + "".join(f"    - {{measure: LA1-{n}}}\n" for n in range(11_000))
    ),
    "bad-dates": "date: [" + "x, " * 59_000 + "]",
    "comment-only": "# " + "x" * (MEGA - 2),
    "comments-only": "#\n" * (MEGA // 2),
    "blank": "\n" * MEGA,
    "blanks": " " * MEGA,
    "documents": "---\na\n" * 100_000,
    "documents-empty": "---\n" * 250_000,
    "document-ends": "...\n" * 250_000,
    "directives": "%FOO bar\n" * 100_000 + "---\na: 1\n",
    "directive-tags": "".join(f"%TAG !t{n}! tag:x,2000:\n" for n in range(35_000)) + "---\na: 1\n",
    "yaml-version": "%YAML 3.0\n---\na: 1\n",
    "too-large": GOOD + "#" * MEGA,
    "merge-bomb": "a: &a {x: 1}\n" + "".join(f"b{n}: &b{n} {{<<: [*a, *a]}}\n" for n in range(20)),
    "merge-without-alias": "<<: {project: {name: x}}\n",
    "alias-bomb": "a: &a [x, x]\n"
    + "".join(f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(24)),
    "alias-of-itself": "project: &p {name: *p}\n",
    "aliases-unknown": "[" + "*a, " * 200_000 + "]",
    "anchors": "".join(f"k{n}: &a{n} 1\n" for n in range(20_000)),
    "tag-python": "!!python/object/apply:os.system ['touch /tmp/pwned']\n",
    "tag-python-name": "project: {name: !!python/name:os.system }\n",
    "tag-int": GOOD.replace("likelihood: 2", "likelihood: !!int 2", 1),
    "tag-plain": GOOD.replace("likelihood: 2", "likelihood: ! 2", 1),
    "tag-long": "!<" + "a" * 900_000 + "> x\n",
    "number-nan": GOOD.replace("4860", ".NaN"),
    "number-nan-word": GOOD.replace("4860", "nan"),
    "number-inf": GOOD.replace("4860", "-.inf"),
    "number-exponent": GOOD.replace("4860", "1e999999999"),
    "number-hexadecimal": GOOD.replace("4860", "0x10"),
    "number-underscore": GOOD.replace("4860", "1_000"),
    "number-sexagesimal": GOOD.replace("4860", "1:30:00"),
    "number-fullwidth": GOOD.replace("4860", "１５"),
    "number-fullwidth-quoted": GOOD.replace("4860", '"１５"'),
    "number-arabic": GOOD.replace("4860", "١٥"),
    "number-superscript": GOOD.replace("4860", "1²"),
    "number-plus": GOOD.replace("4860", "+5"),
    "number-of-digits": GOOD.replace("4860", "9" * 900_000),
    "number-ratio": GOOD.replace("4860", "1/" + "9" * 900_000),
    "number-ratio-zero": GOOD.replace("4860", "1/00"),
    "number-long-integer": GOOD.replace("likelihood: 2", "likelihood: " + "0" * 900_000 + "2", 1),
    "nul": GOOD.replace("示例镇", "示例\0镇", 1),
    "nul-only": b"\0" * MEGA,
    "gb18030": GOOD.encode("gb18030"),
    "utf-16": GOOD.encode("utf-16"),
    "utf-16-be-plain": GOOD.encode("utf-16-be"),
    "utf-32": GOOD.encode("utf-32"),
    "utf-8-overlong": b"project: {name: \xc0\xaf}\n",
    "utf-8-surrogate": b"project: {name: \xed\xa0\x80}\n",
    "utf-8-cut": GOOD.encode()[:100] + "示".encode()[:2],
    "surrogate-escape": GOOD.replace("示例公路", '"\\ud800"'),
    "escape-beyond-unicode": GOOD.replace("示例公路", '"\\U00110000"'),
    "bom-twice": "\ufeff\ufeff" + GOOD,
    "bom-inside": GOOD.replace("示例公路", "示例\ufeff公路"),
    "next-line": GOOD.replace("示例公路", "示例\x85公路"),
    "c1-control": GOOD.replace("示例公路", "示例\x90公路"),
    "noncharacter": GOOD.replace("示例公路", "示例\uffff公路"),
    "line-separator": GOOD.replace("示例公路", "示例\u2028公路"),
    "escape-sequence": GOOD.replace("示例公路", "\x1b]0;pwned\x07"),
    "binary": bytes(range(256)) * 3_000,
    "zip": b"PK\x03\x04" + os.urandom(1_000),
    "xlsx-named-yaml": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 500,
    "html": "<!doctype html><html><body>404</body></html>",
    "json-lines": '{"a": 1}\n{"a": 2}\n',
    "braces-in-a-name": GOOD.replace("profile: road", "profile: '{0.__class__}'"),
    "percent-in-a-name": GOOD.replace("status: planned", "status: '%s%n{}'"),
}
TAKEN: dict[str, str | bytes] = {
    "good": GOOD,
    "bom": "\ufeff" + GOOD,
    "crlf": GOOD.replace("\n", "\r\n"),
    "cr": GOOD.replace("\n", "\r"),
    "no-last-line-end": GOOD.rstrip(),
    "document-start-and-end": "---\n" + GOOD + "...\n",
    "right-to-left": GOOD.replace("示例公路", "طريق 217 مشروع"),
    "beyond-the-basic-plane": GOOD.replace("示例公路", "𠮷野家👨‍👩‍👧"),
    "tabs-in-text": GOOD.replace("示例公路", "示例\t公路"),
    "comment-of-900000": "#" * 900_000 + "\n" + GOOD,
    "json": json.dumps({"project": {"name": "x"}, "date": "2026-06-01", "scorecard": {"id": "small"}}),
}
