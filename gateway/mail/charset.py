"""Bytes to text in the charsets Japanese mail really uses, whatever the label says; never wrong text claimed right.

A label is a hint. ISO-2022-JP is recognised by its escapes, UTF-8 by its validity, and a label that contradicts the
bytes loses; where two readings are equally likely the answer is a failure, with the best reading kept for inspection.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from encodings.aliases import aliases
from functools import cache

from gateway.mail.jis import (
    BAD,
    DESIGNATES,
    JIS,
    JIS_EXT,
    JIS_SHIFT,
    decode_euc,
    decode_jis,
    encode_euc,
    encode_jis,
)
from gateway.message import UnreadableReason

ASCII = "us-ascii"
UTF8 = "utf-8"
UTF8_BOM = "utf-8-sig"
CP932 = "cp932"
EUC = "euc-jp"

# Labels that name no Python codec, or one narrower than what is sent under that label (WHATWG Encoding 4.2).
_LABELS = {
    "shift_jis": CP932, "shiftjis": CP932, "sjis": CP932, "x_sjis": CP932, "ms_kanji": CP932, "csshiftjis": CP932,
    "windows_31j": CP932, "cswindows31j": CP932, "ms932": CP932, "cp943": CP932, "cp942": CP932, "cp943c": CP932,
    "ibm943": CP932, "x_mac_japanese": CP932, "mac_japanese": CP932, "macjapanese": CP932, "s_jis": CP932, "sjis_win": CP932, "sjis_open": CP932,
    "euc_jp": EUC, "eucjp": EUC, "ujis": EUC, "u_jis": EUC, "x_euc_jp": EUC, "x_euc": EUC, "eucjp_ms": EUC,
    "euc_jp_ms": EUC, "eucjp_win": EUC, "cp51932": EUC, "windows_51932": EUC, "csEUCPkdFmtJapanese".lower(): EUC,
    "iso_2022_jp": JIS, "iso2022_jp": JIS, "iso2022jp": JIS, "csiso2022jp": JIS, "jis": JIS, "cp50220": JIS,
    "cp50221": JIS, "cp50222": JIS, "windows_50220": JIS, "windows_50221": JIS, "iso_2022_jp_ms": JIS, "jis7": JIS,
    "iso_2022_jp_1": JIS, "iso_2022_jp_2": JIS, "iso_2022_jp_3": JIS, "iso_2022_jp_2004": JIS, "iso_2022_jp_ext": JIS,
    "ascii": ASCII, "us_ascii": ASCII, "ansi_x3.4_1968": ASCII, "iso646_us": ASCII, "us": ASCII, "7bit": ASCII,
    "iso_8859_1": "cp1252", "latin1": "cp1252", "latin_1": "cp1252", "iso8859_1": "cp1252", "l1": "cp1252",
    "iso_8859_9": "cp1254", "iso8859_9": "cp1254", "latin5": "cp1254",
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312_80": "gb18030", "cp936": "gb18030", "ms936": "gb18030",
    "x_gbk": "gb18030", "gb2312_1980": "gb18030", "euc_cn": "gb18030", "euccn": "gb18030", "csgb2312": "gb18030",
    "big5": "cp950", "x_x_big5": "cp950", "csbig5": "cp950", "big5_tw": "cp950",
    "euc_kr": "cp949", "euckr": "cp949", "ks_c_5601_1987": "cp949", "ks_c_5601": "cp949", "ksc5601": "cp949",
    "windows_949": "cp949", "uhc": "cp949", "korean": "cp949",
    "utf8": UTF8, "utf_8": UTF8, "unicode_1_1_utf_8": UTF8, "unicode_1_1_utf_7": "utf-7", "utf_8_sig": UTF8,
    "x_utf_8": UTF8, "utf8mb4": UTF8, "unicode": "utf-16", "cp65001": UTF8, "hz_gb_2312": "hz",
}  # fmt: skip
_NOT_CHARSETS = frozenset(
    [
        "base64_codec",
        "bz2_codec",
        "hex_codec",
        "quopri_codec",
        "rot_13",
        "uu_codec",
        "zlib_codec",
        "mbcs",
        "oem",
        "idna",
        "punycode",
        "undefined",
        "unicode_escape",
        "raw_unicode_escape",
        "charmap",
        "palmos",
    ]
)
_SHAPED = frozenset(("utf-7", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be", "hz", "iso2022_kr"))
_JAPANESE = frozenset((JIS, CP932, EUC, "shift_jis_2004", "shift_jisx0213", "euc_jis_2004", "euc_jisx0213"))
_BOMS = (
    (codecs.BOM_UTF8, UTF8_BOM),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be+bom"),
)
_SAMPLE = 100_000  # characters looked at when two readings are weighed


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the name `encode` takes to write it back.

    With `reason` set, the text is only the best reading there is (damage shown as U+FFFD) and must be reported.
    """

    text: str = field(repr=False)
    codec: str
    reason: UnreadableReason | None = None


def canonical(label: str | None) -> str | None:
    """The codec meant by a charset label, "us-ascii" for none, None for a name nobody knows."""
    if not label:
        return ASCII
    name = label.strip().strip("\"'").lower().replace("-", "_").replace(" ", "_")[:40]
    if name in _LABELS:
        return _LABELS[name]
    if name.startswith(("cp_", "windows_", "ibm_", "x_")):
        name = name.replace("windows_", "cp").replace("cp_", "cp").replace("ibm_", "ibm").removeprefix("x_")
    # Only names Python has a module for: asking codecs.lookup about unknown names imports and remembers each.
    module = aliases.get(name.replace(".", "_"), name)
    if module in _modules() and module not in _NOT_CHARSETS:
        found = _LABELS.get(module, module)
        return found.replace("_", "-") if found.startswith("utf") else found
    return None


@cache
def _modules() -> frozenset[str]:
    return frozenset(aliases.values())


def is_line_safe(codec: str) -> bool:
    """Whether CR and LF bytes are line breaks and nothing else in this encoding, so that a line stands alone."""
    return codec not in _SHAPED and not codec.startswith(("utf-16", "utf-32"))


def decode(data: bytes, declared: str | None) -> Decoded:
    """Bytes of a text and the charset its header declares (None for none) to text. Never raises; linear."""
    label = canonical(declared)
    if data.isascii() and label not in _SHAPED:
        return _decode_ascii(data, label)
    for mark, codec in _BOMS:
        if data.startswith(mark) and (text := _try(data, codec)) is not None and (codec == UTF8_BOM or _plausible_wide(text)):
            return Decoded(text, codec)
    if label in _SHAPED:
        # Without a mark UTF-16 is big-endian (RFC 2781 section 4.3), but little-endian is sent as well.
        for codec in ("utf-16-be", "utf-16-le") if label == "utf-16" else (label,):
            text = _try(data, codec)
            if text is not None and (codec in ("utf-7", "hz", "iso2022_kr") or _plausible_wide(text)):
                return Decoded(text, codec)
        if data.isascii():
            return Decoded(data.decode("ascii"), ASCII, UnreadableReason.CHARSET)
    return _decode_8bit(data, label)


def _decode_ascii(data: bytes, label: str | None) -> Decoded:
    codec = label or ASCII
    if (b"\x1b" in data and DESIGNATES.search(data)) or (label == JIS and b"\x0e" in data):
        text, name, clean = decode_jis(data)
        return Decoded(text, name, None if clean else UnreadableReason.CHARSET)
    if b"\0" in data:
        # UTF-16 without a mark, or NULs between letters: readers disagree about what the text is.
        wide = _wide(data)
        return wide or Decoded(data.decode("ascii"), codec, UnreadableReason.CHARSET)
    if label == JIS and b"\x1b(J" in data:
        text, name, clean = decode_jis(data)
        return Decoded(text, name, None if clean else UnreadableReason.CHARSET)
    return Decoded(data.decode("ascii"), codec)


def _decode_8bit(data: bytes, label: str | None) -> Decoded:
    utf8 = _try(data, UTF8)
    if utf8 is not None and b"\0" in data:
        return _wide(data) or Decoded(utf8, UTF8, UnreadableReason.CHARSET)
    if b"\x1b$" in data and DESIGNATES.search(data):
        # Escapes and eight-bit bytes in one text: two writers, no single reading.
        return Decoded(_by_lines(data, label), JIS, UnreadableReason.CHARSET)
    if utf8 is not None and (label in (UTF8, None) or (label not in _JAPANESE and _surely_utf8(utf8))):
        return Decoded(utf8, UTF8)
    if utf8 is None and label not in (CP932, EUC) and (cut := _cut_short(data)) is not None:
        return Decoded(cut, UTF8, UnreadableReason.CHARSET)
    if label in (UTF8, ASCII, None, JIS) or label in _SHAPED:
        return _guess(data, utf8, None)
    if label in (CP932, EUC):
        return _guess(data, utf8, label)
    labelled = _try(data, label)
    if labelled is None:
        return _guess(data, utf8, None)
    if label.startswith(("cp125", "iso8859", "koi8", "mac", "cp8", "cp4")):
        return _western(data, labelled, label)
    return _neighbour(data, labelled, label)


def _cut_short(data: bytes) -> str | None:
    """UTF-8 that ends within a character, as where base64 was cut off: the text up to there, and the damage shown. None for anything else."""
    decoder = codecs.getincrementaldecoder(UTF8)()
    try:
        text = decoder.decode(data)
    except UnicodeDecodeError:
        return None
    return text + BAD if decoder.getstate()[0] and _surely_utf8(text) else None


def _neighbour(data: bytes, labelled: str, label: str) -> Decoded:
    """Japanese under a Chinese or Korean label: GB 2312 and EUC-JP even have their kana at the same seats."""
    ours = _try(data, CP932)
    if ours is not None and _KANA.search(ours) and _weight(ours) - _weight(labelled) >= 0.3:
        return Decoded(ours, CP932)
    ours = _try(data, EUC)
    if ours is None or not _KANA.search(ours):
        return Decoded(labelled, label)
    advantage = _weight(ours) - _weight(labelled)
    if advantage >= 0.05:
        return Decoded(ours, EUC)
    return Decoded(labelled, label, UnreadableReason.CHARSET if advantage > -0.05 and ours != labelled else None)


def _western(data: bytes, text: str, label: str) -> Decoded:
    """A single-byte label fits any bytes; Japanese under it is told by how well it reads as Japanese."""
    guess = _guess(data, None, None)
    if guess.reason is None and _weight(guess.text) >= 0.8 and _RUNS.search(guess.text):
        return guess
    if label == "cp1252" and not _C1.search(data):
        label = "iso8859-1"
    return Decoded(text, label)


def _guess(data: bytes, utf8: str | None, label: str | None) -> Decoded:
    """The likeliest of UTF-8, code page 932 and EUC-JP; a label is worth a little, a tie is a failure."""
    readings: list[tuple[float, str, str]] = []
    if utf8 is not None:
        readings.append((_weight(utf8) if not _surely_utf8(utf8) else max(0.9, _weight(utf8)), UTF8, utf8))
    for codec in (CP932, EUC):
        text = _try(data, codec)
        if text is not None:
            readings.append((_weight(text) + (0.15 if codec == label else 0.0), codec, text))
    if not readings:
        for codec in ("shift_jis_2004", "euc_jis_2004"):
            text = _try(data, codec)
            if text is not None:
                readings.append((_weight(text), codec, text))
    if not readings:
        return Decoded(_by_lines(data, label), label or UTF8, UnreadableReason.CHARSET)
    readings.sort(reverse=True)
    score, codec, text = readings[0]
    if len(readings) == 1:
        certain = score >= 0.15 or codec == label
    else:
        certain = score - readings[1][0] >= (0.1 if codec == label else 0.2) and not _kana_doubt(codec, label, readings)
    return Decoded(text, codec, None if certain else UnreadableReason.CHARSET)


def _kana_doubt(codec: str, label: str | None, readings: list[tuple[float, str, str]]) -> bool:
    """Half-width kana of code page 932 (bank transfer files) read as EUC-JP kanji: no kana among them is the sign."""
    if codec != EUC or label == EUC:
        return False
    ours = next(text for _, name, text in readings if name == EUC)
    return any(name == CP932 and not _FULL.search(text) for _, name, text in readings) and not _KANA.search(ours)


def _try(data: bytes, codec: str) -> str | None:
    if codec == EUC:
        text = decode_euc(data)
        return None if BAD in text else text
    try:
        if codec == "utf-16-be+bom":
            return data[2:].decode("utf-16-be")
        return data.decode(codec)
    except (UnicodeError, LookupError):
        return None


def _by_lines(data: bytes, label: str | None) -> str:
    """The best reading of a text that no encoding fits: each line in the one that fits it, damaged lines in the commonest."""
    lines = data.splitlines(keepends=True)
    found = [_fitting(line, label) for line in lines]
    votes = Counter(codec for codec, _ in found if codec)
    usual = votes.most_common(1)[0][0] if votes else max(_LOSSY, key=lambda codec: _lossy_weight(data[:_SAMPLE], codec, label))
    return _readable(_lossy(line, usual) if text is None else text for line, (_, text) in zip(lines, found, strict=True))


def _readable(lines: Iterable[str]) -> str:
    """Of lines that are mostly no text, what stretches of text stand in them: bytes of a picture, say, would be searched at length
    for names that chance has put there.
    """
    kept: list[str] = []
    for line in lines:
        if len(_NO_TEXT.findall(line)) * 10 <= len(line) or _weight(line) >= 0.6:
            kept.append(line)
            continue
        words = [piece for piece in _NO_TEXT.split(line) if _READABLE.search(piece) and (piece.isascii() or _weight(piece) >= 0.6)]
        if words:
            kept.append(BAD.join(words) + _LOST)
        elif not kept or kept[-1] != _LOST:
            kept.append(_LOST)
    return "".join(kept)


_LOSSY = (UTF8, CP932, EUC)


def _fitting(line: bytes, label: str | None) -> tuple[str, str | None]:
    """The encoding that a line is well formed in and its text; no name where any would do, no text where none does."""
    if DESIGNATES.search(line):
        return "", decode_jis(line)[0]
    if line.isascii():
        return "", line.decode("ascii")
    texts = ((codec, _try(line, codec)) for codec in _LOSSY)
    fits = [(_weight(text) + (0.15 if codec == label else 0.1 if codec == UTF8 and _surely_utf8(text) else 0.0), codec, text) for codec, text in texts if text is not None]
    if not fits:
        return "", None
    _, codec, text = max(fits)
    return codec, text


def _lossy_weight(data: bytes, codec: str, label: str | None) -> float:
    text = _lossy(data, codec)
    return _weight(text) - 2 * text.count(BAD) / max(1, len(text)) + (0.15 if codec == label else 0.0)


def _lossy(data: bytes, codec: str) -> str:
    return decode_euc(data) if codec == EUC else data.decode(codec, "replace")


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a byte order mark: every second byte of the ASCII in it is NUL."""
    if len(data) % 2:
        return None
    for codec, zeros, others in (("utf-16-le", data[1::2], data[::2]), ("utf-16-be", data[::2], data[1::2])):
        if b"\0" in zeros and b"\0" not in others:
            text = _try(data, codec)
            if text is not None and _plausible_wide(text):
                return Decoded(text, codec)
    return None


_WIDE_OK = re.compile(
    "[\\x09-\\x0d\\x20-\\x7e\\u00a0-\\u024f\\u2010-\\u2312\\u2460-\\u266f\\u3000-\\u30ff\\u3200-\\u33ff\\u4e00-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]"
)
_NO_TEXT = re.compile("[\ufffd\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_READABLE = re.compile("[0-9A-Za-z]{4}|[\u3041-\u30fe\u4e00-\u9fff]{3}|[0-9]-[0-9]")  # what chance seldom writes
_LOST = BAD + "\n"
_THREE_BYTES = re.compile("[\\u0800-\\U0010ffff]")
_C1 = re.compile(rb"[\x80-\x9f]")
_FULL = re.compile("[^\\x00-\\x7f\\uff61-\\uff9f]")
_KANA = re.compile("[\\u3041-\\u30fe]")
_RUNS = re.compile("[\\u3041-\\u30fe][\\u3001-\\u9fff]|[\\u4e00-\\u9fff][\\u3001-\\u9fff]")
_TEXT_ASCII = re.compile("[\\x00-\\x7f]+")


def _plausible_wide(text: str) -> bool:
    sample = text[:_SAMPLE]
    return len(_WIDE_OK.sub("", sample)) * 10 <= len(sample)


def _surely_utf8(text: str) -> bool:
    """Three-byte sequences hardly ever come about by chance."""
    return _THREE_BYTES.search(text) is not None


class _Weights(dict[str, float]):
    def __missing__(self, key: str) -> float:
        return 0.0


@cache
def _weights() -> _Weights:
    """How much a character speaks for the reading being Japanese: kana most, rare kanji and half-width kana little."""
    table = _Weights()
    for code in (*range(0x3041, 0x3097), *range(0x30A1, 0x30FF), *range(0x3000, 0x3003), *range(0x3008, 0x3012)):
        table[chr(code)] = 1.0
    for code in range(0xFF01, 0xFF5F):
        table[chr(code)] = 0.9
    for char in "①②③④⑤⑥⑦⑧⑨⑩㈱㈲㈹№℡※→←↑↓○●◎◇◆□■△▲▽▼☆★々〆〒…‥ー─━│┃×÷±′″℃％°髙﨑":
        table[char] = 0.9
    for row in range(0xB0, 0xF5):
        for column in range(0xA1, 0xFF):
            text = decode_euc(bytes((row, column)))
            if text != BAD:
                table.setdefault(text, 0.9 if row < 0xD0 else 0.25)
    for code in range(0xFF61, 0xFFA0):
        table[chr(code)] = 0.2
    return table


def _weight(text: str) -> float:
    """Mean weight of the characters beyond ASCII, 0 to 1; 0.5 when there are none."""
    sample = _TEXT_ASCII.sub("", text[:_SAMPLE])
    return sum(map(_weights().__getitem__, sample)) / len(sample) if sample else 0.5


def decode_as(data: bytes, codec: str) -> str | None:
    """Bytes read in an encoding `decode` named; None when they have no certain meaning in it."""
    if codec in (JIS, JIS_SHIFT, JIS_EXT):
        text, _, clean = decode_jis(data)
        return text if clean else None
    return _try(data, codec)


def encode(text: str, codec: str) -> bytes:
    """Text back into the encoding `decode` named; UnicodeEncodeError when that cannot carry it."""
    if codec in (JIS, JIS_SHIFT, JIS_EXT):
        return encode_jis(text, codec)
    if codec == EUC:
        return encode_euc(text)
    if codec == "utf-16-be+bom":
        return codecs.BOM_UTF16_BE + text.encode("utf-16-be")
    return text.encode(codec)
