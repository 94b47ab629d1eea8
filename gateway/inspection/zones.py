"""Where in a mail a line stands: salutation, greeting, body, quotation, forwarded header, signature, disclaimer.

Quotations by `>` (RFC 3676 section 4.5), by the separators of Outlook, Gmail, Thunderbird and Japanese mailers; signatures by
"-- " (RFC 3676 section 4.3), by a rule of any sign, or as a closing block of contact lines. One pass over the lines.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field

from gateway.verdict import Zone


@dataclass(frozen=True, slots=True)
class Stretch:
    """Consecutive lines of one zone, half-open code points; `author` is a quotation's, as the text names them."""

    start: int
    end: int
    zone: Zone
    author: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Layout:
    """The zones of one text, in order, covering it."""

    stretches: tuple[Stretch, ...]

    def at(self, place: int) -> Stretch:
        """The stretch `place` lies in."""
        i = bisect_right(self.stretches, place, key=lambda stretch: stretch.start) - 1
        return self.stretches[max(i, 0)]


_LONGEST = 300
"""Longer lines are read as body: no separator or signature line is that long."""

_QUOTE = re.compile(r"[ \t　]{0,3}(?:[>＞]|[|｜](?![|｜])(?![^\n|｜]{0,80}[|｜]))")  # with a second bar it is the row of a table
_ORIGINAL = re.compile(
    r"[ \t>]{0,6}(?:-{2,}|_{2,}|={2,}|\*{2,}|━{2,}|─{2,})[ \t]{0,3}(?:Original(?: Message| Appointment)?|元のメッセージ"
    r"|Forwarded(?: message)?(?: by [^-]{1,40})?|Forward|転送(?:された|する)?(?:メッセージ|メール)?|Begin forwarded message|返信元|引用|Weitergeleitete)", re.IGNORECASE)
_BEGIN_FORWARD = re.compile(r"(?:Begin forwarded message|以下転送|以下、?転送|(?:↓|▼)?転送(?:メール|します)?[:：↓])", re.IGNORECASE)
_HEADER_FROM = re.compile(r"[ \t>*]{0,6}(?:差出人|From|送信者|発信者)\*?[ 　]?[:：]\*?[ 　]?(?P<author>[^\n]{0,120})", re.IGNORECASE)
_HEADER_LINE = re.compile(r"[ \t>*]{0,6}(?:差出人|送信日時|受信日時|送信者|日時|日付|宛先|件名|From|Sent|To|Cc|CC|Bcc|Date|Subject|Reply-To|添付(?:ファイル)?|Attachments?|重要度|Importance)\*?[ 　]?[:：]", re.IGNORECASE)
_ATTRIBUTION = re.compile(
    r"[ \t]{0,3}(?:"
    r"(?:19|20)[0-9]{2}[年/.-][ ]?[0-9]{1,2}[月/.-][ ]?[0-9]{1,2}日?[ 　]{0,2}(?:[(（][^)）\n]{1,3}[)）])?[ 　,]{0,3}(?:[0-9]{1,2}[:：時][0-9]{2}(?:[:：][0-9]{2})?分?)?[ 　,、]{0,3}(?P<a>[^\n]{0,80}?)[ 　]?(?:<[^<>\n]{3,80}>)?[ 　]?(?:さん"
    r"|様)?(?:[:：]|(?:は|が|のメール|からの|wrote)[^\n]{0,12}[:：]?)"
    r"|On [^\n]{4,60}?(?:[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?(?:[ \u202f]?[AaPp][Mm])?(?: [+-][0-9]{4})?|[0-9]{4}),? (?P<b>[^,<\n0-9]{1,60}?)[ ]?(?:<[^<>\n]{3,80}>)?[ ]?wrote:"
    r"|(?P<c>[^\s。、:：]{1,20}(?:[ 　][^\s。、:：]{1,10})?)[ 　]?(?:さん|様|氏)(?:は|が)(?:書き|書か|言い|おっしゃい)(?:ました|れました)[^\n]{0,4}"
    r"|(?P<d>[^\s。、]{1,30})[ ]?(?:<[^<>\n]{3,80}>)[ ]?(?:wrote|さんの書き込み|の投稿)[:：]?"
    r"|[^\n]{0,30}[\"「](?P<e>[^\n\"」]{1,30})[\"」][^\n]{0,12}(?:wrote|書きました)[:：]?"
    r")[ 　]{0,3}$")
_RULE = re.compile(r"[ \t　]{0,4}(?:[-_=*＊━─＿―－〜～~・+#◆◇■□☆★○●∞┏┓┗┛╋┃／/\\:：┼┌┐└┘‥…^｡.ｰー-]{4,}|(?:[*＊☆★◆◇■□○●・・゜。.:+-]{1,3}+[ 　]?+){5,}|-- ?)[ \t　]{0,4}$")
_CONTACT = re.compile(
    r"(?i:tel|fax|e-?mail|mail|phone|mobile|url|https?://|www\.)|電話|携帯|直通|内線|代表|〒|メール|住所|＠|@[A-Za-z0-9-]+\.|ＴＥＬ|ＦＡＸ"
    r"|(?<![0-9])0[0-9]{1,3}[-－(（)）][0-9]{2,4}[-－)）][0-9]{3,4}|[都道府県][^\s]{1,12}[市区町村]"
)
_IDENTITY = re.compile(r"株式会社|有限会社|合同会社|[(（][株有][)）]|㈱|㈲|部$|課$|室$|本部(?!長)|支店(?!長)|事業所(?!長)|[一-龥]{1,4}[ 　][一-龥ぁ-ん]{1,4}(?:[ 　(（]|$)|法人|Inc|Ltd|Co\.")
_SENTENCE_LINE = re.compile(r"[。？?！]|(?:です|ます|ました|ください|下さい|ません|でしょうか|いたします|致します)[ 　]*$|(?:で|は|が|を|に|の|、)[ 　]*$")
_DISCLAIMER = re.compile(
    r"(?:本|この)(?:電子)?(?:メール|メッセージ|通信)(?:は|に|の|及び|および|並びに)[^\n]{0,60}(?:機密|秘密|誤|意図|宛先|守秘|免責|名宛人|開示|複製|転送)|誤って(?:受信|送信|届|お受け取り)[^\n]{0,40}(?:削除|破棄|連絡)"
    r"|(?i:this (?:e-?mail|message|communication)[^\n]{0,80}(?:confidential|intended|privileged))|(?i:confidentiality notice)|免責事項")
_ADDRESSEE = re.compile(
    r"(?:様(?:方)?|さま|さん|殿|御中|各位|先生|部長|課長|係長|社長|専務|常務|主任|次長|室長|所長|店長|支店長|院長|教授|皆様|みなさま|みなさん|皆さん|ご担当者様|くん|君|ちゃん"
    r"|先輩)(?:[ 　]*[(（](?![^()（）\n]{0,18}(?:上がり|あがり|出身|腕は|経験|前職|元))[^()（）\n]{1,20}[)）])?[ 　、,，。!！〜～:：]{0,3}(?:[(（]?(?:CC|Cc|cc|ＣＣ)[^\n]{0,40})?$"
)
_CALL = re.compile(r"[ \t]{0,3}(?:\[To:[0-9]{1,12}\]|\[rp [^\]\n]{1,60}\]|<@[A-Z0-9]{1,20}>|@[^\s@、。]{1,20}|(?:To|TO|CC|Cc|宛先)[:：])")
_NOT_OPENING = re.compile(r"[:：](?![ 　]*$)|^[ 　]*[■●◆・※▼◎▽□◇]|[0-9０-９]{4}年|\t")
_GREETING = re.compile(
    r"(?:お問い?合わ?せ|お申し?込み?|お電話|ご(?:連絡|返信|注文|依頼|参加|来店|来場|応募|利用|紹介|案内|請求))[^。\n]{0,10}(?:ありがとう|有難う|有り難う|感謝)|お世話(?:になって|になり|様)|お疲れ(?:様|さま|さん)"
    r"|おつかれ(?:さま|様)?|おつです|お疲れっす|いつも(?:大変)?(?:お世話|ありがとう|格別)|ご無沙汰|はじめまして|初めまして|初めて(?:ご?連絡|メール)|突然の(?:ご連絡|メール)|おはよう|こんにちは|こんばんは|拝啓|平素(?:より|は)|時下|前略"
    r"|貴社ますます|ご清栄|ご清祥|失礼(?:いた|致)します|Dear |Hi ")
_SELF_INTRODUCTION = re.compile(r"(?:です|でございます|と申します|ございます)[ 　]*[。.！!]?[ 　]*$")
_SENTENCES = re.compile(r"[^。！!？?\n]{1,300}[。！!？?]?")


def read_layout(text: str) -> Layout:
    """The zones of `text`. Linear in its length; any text will do."""
    lines = _Lines.of(text)
    zones: list[tuple[Zone, str]] = [(Zone.BODY, "")] * len(lines.spans)
    _mark_quotations(lines, zones)
    _mark_signatures(lines, zones)
    _mark_opening(lines, zones)
    for i, line in enumerate(lines.texts):
        if zones[i][0] in (Zone.BODY, Zone.SIGNATURE) and len(line) <= _LONGEST and _DISCLAIMER.search(line):
            zones[i] = (Zone.DISCLAIMER, "")
    return Layout(tuple(_stretches(lines, zones)))


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a text: their spans with line break, and what they say without it, cut to bounded length."""

    spans: list[tuple[int, int]]
    texts: list[str]

    @classmethod
    def of(cls, text: str) -> _Lines:
        spans, texts, at = [], [], 0
        for line in text.splitlines(keepends=True) or [""]:
            spans.append((at, at + len(line)))
            texts.append(line[:_LONGEST + 100].rstrip("\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"))
            at += len(line)
        return cls(spans, texts)


def _mark_quotations(lines: _Lines, zones: list[tuple[Zone, str]]) -> None:
    author, rest = "", False
    nested: dict[int, str] = {}  # who wrote what is quoted within a quotation, by the number of marks before it
    last_marked = max((i for i, line in enumerate(lines.texts) if _QUOTE.match(line)), default=-1)
    header = False
    for i, line in enumerate(lines.texts):
        if len(line) > _LONGEST:
            zones[i] = (Zone.QUOTE, author) if rest or _QUOTE.match(line) else zones[i]
            continue
        if header:
            if _HEADER_LINE.match(line) or (line.startswith((" ", "\t", "　")) and line.strip()):
                author = _author(line) or author
                zones[i] = (Zone.FORWARD_HEADER, author)
                continue
            if not line.strip() and i + 1 < len(lines.texts) and _HEADER_LINE.match(lines.texts[i + 1]):
                zones[i] = (Zone.FORWARD_HEADER, author)
                continue
            header = False
        if _ORIGINAL.match(line) or (_BEGIN_FORWARD.match(line) and _headers_follow(lines, i)):
            zones[i], rest, header, author = (Zone.FORWARD_HEADER, ""), True, True, ""
        elif _HEADER_FROM.match(line) and _headers_follow(lines, i):
            author = _author(line)
            zones[i], rest, header = (Zone.FORWARD_HEADER, author), True, True
        elif not _QUOTE.match(line) and (attribution := _ATTRIBUTION.match(line)) and _quotation_follows(lines, i, last_marked):
            author = _attributed(attribution, line)
            nested.clear()
            zones[i] = (Zone.FORWARD_HEADER, author)
            rest = rest or i > last_marked
        elif _QUOTE.match(line) or rest:
            depth, said = _unquoted(line)
            if depth and (attribution := _ATTRIBUTION.match(said)) and any(_unquoted(following)[0] > depth for following in lines.texts[i + 1:i + 3]):
                nested = {marks: who for marks, who in nested.items() if marks <= depth} | {depth + 1: _attributed(attribution, said)}
                zones[i] = (Zone.FORWARD_HEADER, nested[depth + 1])
            else:
                zones[i] = (Zone.QUOTE, next((who for marks, who in reversed(nested.items()) if marks <= depth), author))
        elif line.strip():
            pass


def _attributed(attribution: re.Match[str], line: str) -> str:
    """Who wrote what is quoted below an attribution, with the address where it has one."""
    author = next((group.strip() for group in attribution.groups() if group), "")
    address = _ANGLED.search(line)
    return f"{author} {address.group()}" if address and "<" not in author else author


def _unquoted(line: str) -> tuple[int, str]:
    """How many quote marks a line begins with, and what it says behind them."""
    marks = _MARKS.match(line)
    return (len(_MARK.findall(marks.group())), line[marks.end():].lstrip(" ")) if marks else (0, line)


_MARKS = re.compile(r"(?:[ \t　]{0,3}[>＞|｜]){1,40}")
_MARK = re.compile(r"[>＞|｜]")
_ANGLED = re.compile(r"<[^<>\s]{1,64}@[^<>\s]{1,100}>")


def _author(line: str) -> str:
    match = _HEADER_FROM.match(line)
    return match.group("author").strip() if match else ""


def _headers_follow(lines: _Lines, i: int) -> bool:
    return sum(bool(_HEADER_LINE.match(line)) for line in lines.texts[i + 1:i + 6]) >= 1 + (not _HEADER_FROM.match(lines.texts[i]))


def _quotation_follows(lines: _Lines, i: int, last_marked: int) -> bool:
    """Whether marked lines follow, or the attribution is plain enough (an address or a time in it) to open a quotation of the rest."""
    if any(_QUOTE.match(line) for line in lines.texts[i + 1:i + 4]):
        return True
    line = lines.texts[i]
    return i > last_marked and ("<" in line or "@" in line or "wrote" in line or bool(re.search(r"書(?:き|か)", line)))


def _mark_signatures(lines: _Lines, zones: list[tuple[Zone, str]]) -> None:
    """Blocks under a rule with contact lines, and the closing block of what the sender wrote; many such blocks are other people's, copied."""
    i, own = 0, [z is Zone.BODY for z, _ in zones]
    many = _signed_in_a_row(lines, own)
    while i < len(lines.texts) and not many:
        if not (own[i] and _is_rule(lines.texts[i])):
            i += 1
            continue
        end = _under_a_rule(lines, own, i)
        if _signs(lines.texts[i], lines.texts[i + 1:end]):
            closing = end < len(lines.texts) and own[end] and bool(_RULE.match(lines.texts[end] or " "))
            for k in range(i, end + closing):
                zones[k] = (Zone.SIGNATURE, "")
                own[k] = False
            i = end + closing
        else:
            i += 1
    _mark_closing_block(lines, zones)


def _is_rule(line: str) -> bool:
    return len(line) <= 120 and bool(_RULE.match(line)) and bool(line.strip())


def _under_a_rule(lines: _Lines, own: list[bool], i: int) -> int:
    """Where the block under the rule of line `i` ends: at the next rule, after 16 lines, or where somebody else's text begins."""
    end = i + 1
    while end < len(lines.texts) and own[end] and end - i <= 16 and not _RULE.match(lines.texts[end] or " "):
        end += 1
    return end


def _signs(rule: str, block: list[str]) -> bool:
    """Whether the lines under `rule` say who writes and where to reach them, and little else."""
    said = [line for line in block if line.strip()]
    contacts = sum(bool(_CONTACT.search(line)) for line in said)
    plain = sum(bool(_SENTENCE_LINE.search(line)) for line in said)
    items = sum(bool(_ITEM.match(line)) for line in said)
    return bool(said) and items < 2 and not _is_table(said) and (contacts >= 1 or rule.rstrip() == "--" or any(map(_IDENTITY.search, said))) and plain <= len(said) // 3


def _signed_in_a_row(lines: _Lines, own: list[bool]) -> bool:
    """Whether more blocks between rules look like signatures than one mail has."""
    rules = [i for i, line in enumerate(lines.texts) if own[i] and _is_rule(line)]
    return sum(_signs(lines.texts[i], lines.texts[i + 1:_under_a_rule(lines, own, i)]) for i in rules) > _ONES_OWN


_ONES_OWN = 2  # blocks somebody may put under one mail: their own, the team's or the company's campaign
_ITEM = re.compile(r"[ 　]{0,3}[■●◆◇□▼▽・◎]")


def _is_table(block: list[str]) -> bool:
    """Whether three lines or more are rows of cells, or carry a number or a name's address without a word for it: a list of people, no signature."""
    if sum(bool(_NAME_AND_ADDRESS.match(line)) for line in block) >= 3:
        return True
    if len(set(_MOBILE.findall("\n".join(block)))) >= 3 or sum(bool(_NAME_AND_NUMBER.match(line)) for line in block) >= 3:
        return True  # one who signs has one mobile telephone, or two
    if len(_LONG_AGO.findall("\n".join(block))) >= 2 or any(map(_AGED.search, block)):
        return True  # nobody signs with dates of birth, or their age
    rows = sum(bool(_ROW.search(line)) for line in block)
    return rows >= 3 or sum(bool(_BARE_NUMBER.search(line)) for line in block) >= 3


_HONOURED_NAME = re.compile(r"[^\s客者皆各]{1,12}[ 　]?(?:様|さま|殿|さん)(?:[ 　\t:：、(（]|$)")
"""Nobody signs with an honorific: 「渡会 進様　三重県…」 is a list of people."""
_NAME_AND_ADDRESS = re.compile(
    r"(?!.*(?:〒|[本支]社|[本支]店|営業所|工場|事業所|センター|オフィス|会社|[(（]株|㈱|本部|事務所|出張所|倉庫|所在地|住所))"
    r"[^\n0-9]{2,30}[ \u3000](?:東京都|北海道|京都府|大阪府|[一-龥]{2,3}県)[一-龥ぁ-んァ-ヴー]{1,8}[市区町村郡]")
_MOBILE = re.compile(r"(?<![0-9０-９-])[0０][789７８９][0０][-－‐ー 　(（)）]?[0-9０-９]{4}[-－‐ー 　]?[0-9０-９]{4}(?![0-9０-９])")
_NAME_AND_NUMBER = re.compile(
    r"[ 　\t]{0,6}(?:(?:[(（]?[0-9０-９]{1,2}[.)．）、]|[・■●◆○◎*-])[ 　]{0,2})?"
    r"(?!.*(?:[本支]社|[本支]店|営業所|工場|センター|オフィス|代表|直通|本部|事務所|出張所|倉庫|受付|窓口|サポート|予約|連絡|電話番号|内線|部|課|室|係|店))(?!(?i:電話|携帯|住所|tel|fax|mobile))"
    r"[一-龥々ぁ-んァ-ヴー]{1,5}[ 　]?[一-龥々ぁ-んァ-ヴー]{1,5}[ 　\t:：(（/]{1,3}(?i:tel|電話|携帯|mobile|☎|☏)?[:： 　.]{0,3}[0-9０-９]{2,4}[-－‐ー(（)）][0-9０-９]{2,4}")
_AGED = re.compile(r"[0-9０-９]{2} ?[歳才]")
_LONG_AGO = re.compile(
    r"(?<![0-9])(?:19[3-9][0-9]|200[0-9])[./年-][0-9]{1,2}[./月-][0-9]{1,2}(?![0-9])|(?<![A-Za-z])[SH][0-9]{1,2}[./][0-9]{1,2}[./][0-9]{1,2}"
    r"|(?:昭和|平成)(?:[0-9０-９]{1,2}|元)年[0-9０-９]{1,2}月[0-9０-９]{1,2}日")
_ROW = re.compile(r"[^,\t|｜、]{1,40}[,\t|｜、][^,\t|｜、]{1,40}[,\t|｜、]")
_BARE_NUMBER = re.compile(r"^(?!.*(?i:tel|fax|phone|電話|携帯|直通|代表|mobile|ＴＥＬ|ＦＡＸ|url|mail)).*(?:[0-9０-９]{2,4}[-－‐ー][0-9０-９]{2,4}[-－‐ー][0-9０-９]{3,4}|@)")


def _mark_closing_block(lines: _Lines, zones: list[tuple[Zone, str]]) -> None:
    last = len(zones) - 1
    while last >= 0 and (zones[last][0] is not Zone.BODY or not lines.texts[last].strip()):
        last -= 1
    if last < 1 or zones[last][0] is not Zone.BODY:
        return
    first = last
    while first > 0 and last - first < 10 and zones[first - 1][0] is Zone.BODY and lines.texts[first - 1].strip() and not _SENTENCE_LINE.search(lines.texts[first - 1]):
        first -= 1
    first = max((i + 1 for i in range(first, last + 1) if _FORM_LINE.search(lines.texts[i])), default=first)
    if first and _OF_A_FORM.match(lines.texts[first - 1]):
        return  # 「氏名：伊藤 翔⏎電話：…」: the last of those in a list
    block = lines.texts[first:last + 1]
    if not block or any(_SENTENCE_LINE.search(line) or len(line) > 80 for line in block) or first == 0:
        return
    if _is_table(block) or any(map(_HONOURED_NAME.search, block)) or len(set(_ADDRESSES.findall("\n".join(block)))) > _MOST_ADDRESSES:
        return
    contacts = sum(bool(_CONTACT.search(line)) for line in block)
    named = any(_IDENTITY.search(line) for line in block)
    alone = len(block) == 1 and len(block[0].strip()) <= 20 and not lines.texts[first - 1].strip() and first >= 2 and not re.search(r"[:：0-9０-９→]|^以上|^敬具|^草々|様|さん", block[0])
    if contacts >= 2 or (contacts and named) or alone or (len(block) in (2, 3) and named and not re.search(r"[:：0-9０-９・]", "".join(block)) and not any(map(_TALKS.search, block))):
        for k in range(first, last + 1):
            zones[k] = (Zone.SIGNATURE, "")


_FORM_LINE = re.compile(r"→|⇒|[旧新現]住所|(?:被証明者|氏名|フリガナ|生年月日|雇[入用][^ 　:：]{0,6}|入社[^ 　:：]{0,3}|経験年数|勤続年数|在[籍職]期間|退職[^ 　:：]{0,3}|血液型|続柄|最終学歴|前職|対象者|候補者|応募者)[ 　]?[:：　 \t]|[0-9０-９]日付")
"""What stands in a form about somebody and not under a mail."""
_OF_A_FORM = re.compile(r"[ 　\t・■●]{0,4}(?:ご|お)?(?:氏[ 　]?名|名前|フリガナ|ふりがな|生年月日)[ 　]?[:：]")
_ADDRESSES = re.compile(r"[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,100}")
_MOST_ADDRESSES = 3  # of one who signs: their own, their team's, their company's
_TALKS = re.compile(r"[ぁ-ん]、|[一-龥ァ-ヴー][をがは][一-龥ぁ-ん]|[ぁ-ん]{5}")


def _mark_opening(lines: _Lines, zones: list[tuple[Zone, str]]) -> None:
    """Salutation lines at the top, and the greeting with the self-introduction below them."""
    top = [i for i, line in enumerate(lines.texts[:40]) if line.strip() and zones[i][0] is Zone.BODY][:12]
    called = [i for i in top[:8] if len(lines.texts[i]) <= 60 and (_ADDRESSEE.search(lines.texts[i]) or _CALL.match(lines.texts[i])) and not _speaks(lines.texts[i]) and not _heads_a_record(lines.texts, i)]
    until = -1
    stop = next((i for i in top if _NOT_OPENING.search(lines.texts[i]) and not _CALL.match(lines.texts[i])), len(lines.texts))
    for i in (i for i in called if i < stop):
        between = [k for k in top if until < k < i]
        if all(len(lines.texts[k]) <= 40 and not _SENTENCE_LINE.search(lines.texts[k]) and not _GREETING.search(lines.texts[k]) for k in between):
            until = i
        else:
            break
    for k in top:
        if k <= until:
            zones[k] = (Zone.SALUTATION, "")
    greeted = 0
    for k in (k for k in top if k > until):
        line = lines.texts[k]
        sentences = [s for s in _SENTENCES.findall(line[:_LONGEST]) if s.strip()]
        if greeted < 5 and sentences and all((_GREETING.search(s) and not _SERVED.search(s)) or (_SELF_INTRODUCTION.search(s) and len(s) <= 40 and "の件" not in s and _introduces(s)) for s in sentences):
            zones[k] = (Zone.GREETING, "")
            greeted += 1
        else:
            break


_SERVED = re.compile(r"(?:お世話|ご担当|担当)(?:に|させて)[^。、\n]{0,10}た[一-龥々ァ-ヴー]{1,6}(?:で(?:す|ござい)|が|は|も|と(?!申))")  # 「長らくお世話になりました三浦でございますが」


def _speaks(line: str) -> bool:
    """Whether a line that ends like a salutation is a sentence: 「担当は佐藤さん」."""
    return bool(re.search(
        r"(?:[一-龥](?:る|った|いた|んだ)|[一-龥][えけせてねめれげぜでべい](?:る|た)|てる|ている|ていた|てた)[一-龥ァ-ヴー]{1,6}(?:さん|くん|ちゃん|様)、?$|(?:ご?紹介|お引き合わせ|ご?推薦)(?:いただ|頂|くださ|下さ|[をに])"
        r"|(?:メモ|記録|カード|訪問|面談|面接|報告|日報|候補|案件|ヒアリング|カルテ|台帳|履歴|申込|見積)[^\s]{0,4}[\s:：]|(?:奥様|ご主人|男性|女性|[0-9０-９]+[歳才])[)）]|[(（][2-7２-７][0-9０-９][)）]$|[。]|(?:は|が|を|に)[^\s]{1,12}(?:さん|様)$|から|について", line))


def _heads_a_record(texts: list[str], i: int) -> bool:
    """Whether the line right below is of a record, so that a name above heads that and calls nobody: 「杉浦さん⏎前職：…」."""
    return i + 1 < len(texts) and _OF_A_RECORD.match(texts[i + 1]) is not None


_OF_A_RECORD = re.compile(
    r"[ 　\t・■●※*-]{0,4}(?:前職|前々職|現職|職歴|経歴|職務経歴|学歴|最終学歴|年齢|生年月日|在籍期間|在職期間|勤続年数|離職期間|前勤務先|前の(?:会社|勤め先|職場)|新卒|(?:転職|離職|退職)(?:の)?(?:理由|動機|回数|時期|日|予定)|既往歴|病歴|病名|持病)[ 　]{0,3}(?:[:：は]|$)")


def _introduces(sentence: str) -> bool:
    """Whether somebody names themselves and says no more: others are named with an honorific, or something is said of them."""
    if re.search(r"(?:さん|様|氏|くん|君|部長|課長|社長)の|(?:後任|前任|部下|新担当|担当者|弟|妹|兄|姉|妻|夫|息子|娘|新人)(?:は|が)", sentence):
        return False
    return bool(re.match(r"[ 　]*(?:[^、。]{0,30}の)?[^、。のはがを]{1,16}(?<!さん)(?<!様)(?<!氏)(?:です|でございます|と申します)[ 　。！!]*$", sentence))


def _stretches(lines: _Lines, zones: list[tuple[Zone, str]]) -> list[Stretch]:
    made: list[Stretch] = []
    for (start, end), (zone, author) in zip(lines.spans, zones, strict=True):
        if made and made[-1].zone is zone and made[-1].author == author:
            made[-1] = Stretch(made[-1].start, end, zone, author)
        else:
            made.append(Stretch(start, end, zone, author))
    return made
