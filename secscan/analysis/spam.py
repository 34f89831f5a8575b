"""The language of the other things that are sold on hacked sites: medicines without prescription, and the shops of the
"Japanese keyword hack". As with gambling, words alone never make a finding.
"""

import re

_DRUGS = (
    r"(?:viagra|cialis|levitra|kamagra|sildenafil|tadalafil|vardenafil|xanax|tramadol|phentermine|ambien|valium|modafinil"
    r"|oxycodone|adderall)"
)
_MEDICINES = re.compile(
    rf"\b(?:(?:buy|order|cheap|generic|purchase|discount)\s+(?:\w+\s+)?{_DRUGS}"
    rf"|{_DRUGS}\s+(?:online|generic|pills?|tablets?|cheap|for sale|price|without)"
    r"|(?:without|no)\s+(?:a\s+)?prescription|online\s+(?:pharmacy|drugstore)|canadian\s+pharmacy)\b"
)
_SHOPS = re.compile(
    "激安|通販|送料無料|正規品|最安値|スーパーコピー|ブランドコピー|コピー品|偽物|楽天|即日発送|限定セール|特価|安い店|公式ショップ|カートに入れる"
)
_FOREIGN_SCRIPT = re.compile("[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]")
_MUCH = 8


def sales(text: str) -> tuple[str, ...]:
    """The selling terms in a text (in lower case), each time that they occur."""
    return (*_MEDICINES.findall(text), *_SHOPS.findall(text))


def topic(text: str) -> str:
    """What a term or title sells: `medicines`, `shops`, or `gambling` for all else."""
    if _SHOPS.search(text) or len(_FOREIGN_SCRIPT.findall(text)) >= _MUCH:
        return "shops"
    return "medicines" if _MEDICINES.search(text.lower()) or re.search(_DRUGS, text.lower()) else "gambling"


def is_written_otherwise(text: str) -> bool:
    """Whether a text is mostly in a script that Indonesian is not written in (Japanese, Chinese, Korean, Thai)."""
    strange = len(_FOREIGN_SCRIPT.findall(text))
    return strange >= _MUCH and strange > len(re.findall(r"[A-Za-z]", text))
