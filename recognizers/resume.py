"""Lines of a résumé: a date, an employer or school, and what happened there.

Source: 厚生労働省履歴書様式例 (学歴・職歴欄), JIS Z 8303 as it was used until 2020; years of the era as in JIS X 0301.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace

from recognizers.employer import Likeness, likeness
from recognizers.identifiers.surroundings import Surroundings
from recognizers.nlp import Kind
from recognizers.prefilter import opening
from recognizers.reading import Career, Reading, Span, overlapped

_DATE = r"(?:(?:19|20)[0-9]{2}(?:年|[/.-])|(?:昭和|平成|令和|[SHR]\.?) ?(?:[0-9]{1,2}|元)(?:年|[/.]))[ ]?(?:[0-9]{1,2}(?:月(?:[0-9]{1,2}日)?)?)?"
_EVENT = (
    r"入社|退社|退職|入行|入庁|入省|入職|入局|配属|勤務|就任|転籍|出向|転職|在籍|採用|卒業?|入学|修了|中退|入所|退所|退行|赴任|復職|独立|開業|就職|内定|昇進|昇格")
_WEAK_EVENT = r"担当|取得|合格|異動|着任|従事|主任|課長|部長|係長|店長|リーダー|マネージャー|現在に至る|現職"
_LINE = re.compile(
    rf"^[>|・*■●○◆ \t-]{{0,8}}(?:\([0-9]{{1,2}}\)[ ]{{0,2}}|[0-9]{{1,2}}[.)][ ]{{1,2}})?(?P<date>{_DATE}"
    rf"|(?:19|20)[0-9]{{2}}(?=[ ]?[-〜~] ?(?:19|20)))(?:[ ]?[-〜~から]{{1,2}}[ ]?(?P<until>{_DATE}|現在)?)?[ \t:|、,まで]{{0,6}}(?P<rest>[^\n]{{2,90}})$", re.MULTILINE)
_HAPPENED = re.compile(rf"(?:{_EVENT})(?=[ (。、,)〜~|]|し(?:て|た|ま)|[0-9]|$|に伴|の|後|\t)(?!式|手続|説明会|案内|研修)")
_HAPPENED_WEAK = re.compile(rf"(?:{_WEAK_EVENT})")
_HEADING = re.compile(r"職務?経歴|履歴書|略歴|経歴|職歴|前歴|学歴|プロフィール|キャリア|候補者|応募者|レジュメ|スキルシート|推薦")
_NO_CAREER = re.compile(r"設立|創業|創立|上場|会社説明|入社式|新入社員|納品|納入|開催|発売|稼働|竣工|着工|締切|予定表|スケジュール|リリース|更新|契約(?!社員)|打ち?合わ?せ|会議|研修|決算|移転|統合|合併")


_COLUMN = re.compile(r"現職|前職|直近(?=[ \t|,;\n]|\Z)|(?:現|前|元)?(?:勤務先|勤め先)|職歴|経歴|出身企業|所属企業|在籍企業")
OF_A_CELL = "cell under a heading of employers"
_NOW = re.compile(r"(?<![^\t|,; \n])(?:いま|今|現在|現状|お勤め|(?:今|いま|現在|前|以前)の(?:お?仕事|お?勤め|職場|会社|所属))(?=[ ]?(?:[\t|,;\n]|\Z))")
"""Headings that say it of people only: a row must name somebody."""
_CELL = r"[^\t|,;\n\"']{2,40}"
_HEADINGS = re.compile(rf"^(?=[^\n。]{{2,120}}$)(?=[^\n]*?[\t|,; ])[^\n]*?(?:{_COLUMN.pattern}|{_NOW.pattern})", re.MULTILINE)
_LABELLED = re.compile(rf"^[> \t]{{0,4}}(?:{_COLUMN.pattern})[ ]?[\t|,;][ ]?(?P<cell>{_CELL})[ ]?$", re.MULTILINE)
"""A label with its value beside it, as forms have them: 前職|トヨハシ電機株式会社."""

_OTHER_FIELD = re.compile(r"(?:電話|携帯|TEL|FAX|メール|住所|連絡先|氏[ ]*名|生年月日|年齢|学歴|資格|免許|備考|趣味|特技|志望)[^一-龥ぁ-ん]*(?:[ \t:|]|\Z)")
"""The label of another line of the form, where a cell would be."""
_STACKED = re.compile(rf"^[> \t■●・◆【\[]{{0,4}}(?:{_COLUMN.pattern})[】\]: ]{{0,3}}\n[> \t]{{0,4}}(?P<cell>{_CELL})[ ]?$", re.MULTILINE)
"""The same with the value below it, as narrow forms and the fields of posts have them."""


def table_cells(reading: Reading) -> Iterator[Career]:
    """Cells under a heading like 現職 or 前職, with the person in their row."""
    tables = Surroundings(reading.text) if _HEADINGS.search(reading.text) else None
    now = set(tables.cells(_CELL, _NOW)) if tables and opening(_NOW).occurs(reading.text) else set()
    if not now and not opening(_COLUMN).occurs(reading.text):
        return
    headed = tables.cells(_CELL, _COLUMN) if tables else ()
    labelled = (match.span("cell") for form in (_LABELLED, _STACKED) for match in form.finditer(reading.text))
    for start, end in sorted({*headed, *labelled, *now}):
        if _OTHER_FIELD.match(reading.text, start, end):
            continue
        company = _company(reading, start, end) or ((start, end) if likeness(reading, start, end, False) >= Likeness.NAMED else None)
        if company is None:
            continue
        line = reading.text.rfind("\n", max(0, start - 300), start) + 1
        person = next(((p.start, p.end) for p in reading.people[bisect_left(reading.people, line, key=lambda p: p.start):][:3] if p.end <= start), None)
        if person is None and (start, end) in now:
            continue
        yield Career(start, end, 0.8, "在籍", company, company, person, "", resume=True, reason=OF_A_CELL)
    yield from _spaced_rows(reading)
    yield from _slashed_rows(reading)


_SPACED = re.compile(rf"^[> \t]{{0,4}}(?=[^\n]{{0,80}}?(?:^|[ \u3000])(?:{_COLUMN.pattern})[ \u3000])[^\n。、]{{6,100}}$", re.MULTILINE)
_RULE = re.compile(r"[-=+─━_*・ |]{3,}")
_ROWS = 60  # below one heading
_GAP = re.compile(r" {2,}|[\t|]")


def _spaced_rows(reading: Reading) -> Iterator[Career]:
    """Rows of a table cut by spaces, below a heading like 「氏名　年齢　直近」: the organization after each row's person."""
    text = reading.text
    for head in _SPACED.finditer(text):
        at = head.end() + 1
        for _ in range(_ROWS):
            end = text.find("\n", at)
            end = end if end >= 0 else len(text)
            if not text[at:end].strip():
                break
            people, companies = reading.people_within(at, end), reading.organizations_within(at, end)
            after = [one for one in companies if people and one.start >= people[0].end]
            if after:
                gap = _GAP.search(text, after[0].end, end)
                yield Career(after[0].start, gap.start() if gap else end, 0.8, "在籍", after[0][:2], after[0][:2], people[0][:2], "", resume=True, reason="row below a heading of employers")
            elif not _RULE.fullmatch(text, at, end) and not people:
                break
            at = end + 1


_SLASHED = re.compile(rf"^[> \t・]{{0,4}}(?=[^\n]{{0,80}}?(?:^|/)[ ]?(?:{_COLUMN.pattern})[ ]?(?:/|$))[^\n。、/]{{1,12}}(?:/[^\n。、/]{{1,12}}){{1,8}}$", re.MULTILINE)


def _slashed_rows(reading: Reading) -> Iterator[Career]:
    """Rows below a heading cut by slashes, 「氏名/前職/年数」: each from its person to its end."""
    text = reading.text
    for head in _SLASHED.finditer(text):
        cells = text.count("/", *head.span())
        column = next((i for i, cell in enumerate(head.group().split("/")) if _COLUMN.search(cell)), 0)
        if head.group().split("/")[column].strip() in ("勤務先", "勤め先") and _APPLICANTS.search(text, max(0, head.start() - _SHORTLY_ABOVE), head.start()) is None:
            continue  # a list of who comes from where
        at = head.end() + 1
        for _ in range(_ROWS):
            end = text.find("\n", at, at + _LONGEST_ROW)
            end = end if end >= 0 else min(len(text), at + _LONGEST_ROW)
            if text.count("/", at, end) != cells:
                break
            start = at + len("/".join(text[at:end].split("/")[:column])) + bool(column)
            stop = start + len(text[start:end].split("/")[0])
            people = reading.people_within(at, end)
            company = _company(reading, start, stop) or ((start, stop) if likeness(reading, start, stop, False) >= Likeness.NAMED else None)
            if people and company is not None:
                yield Career(min(people[0].start, start), end, 0.8, "在籍", company, company, people[0][:2], "", resume=True, reason="row below a heading of employers")
            at = end + 1


_APPLICANTS = re.compile(r"応募|候補|面接|求職|人選")
_SHORTLY_ABOVE = 80  # characters
_LONGEST_ROW = 160  # characters
_YEARS = re.compile(r"(?<=[|\t])[ ]?(?:'[0-9]{2}|(?:19|20)[0-9]{2}年?)[-〜~](?:'?[0-9]{2}|(?:19|20)[0-9]{2}年?)?[ ]?(?=[一-龥ァ-ヴA-Za-z(])")
_DONE_FOR = re.compile(r"様|点検|保守|納入|更新|コンペ|案件|工事")  # what was done for a firm is no career
_END_OF_CELL = re.compile(r"[|\t。、\n)]|\Z")


def _years_at_a_firm(reading: Reading) -> Iterator[Career]:
    """Years with a firm right behind them, in a row or line that names somebody: 千葉 誠|生技部長|'14〜'21 旭野電機(熊谷)設計2G."""
    text = reading.text
    for match in opening(_YEARS).matches(text):
        company = next((one for one in reading.organizations_within(match.end(), match.end() + 1) if one.start == match.end()), None)
        line = text.rfind("\n", max(0, match.start() - 200), match.start()) + 1
        people = reading.people_within(line, match.start())
        if company is None or not people or _DONE_FOR.search(text, company.end, company.end + 16):
            continue
        end = _END_OF_CELL.search(text, company.end)
        if end is not None and text[end.start():end.end()] == ")" and "(" in text[company.end:end.start()]:
            end = _END_OF_CELL.search(text, end.end())
        yield Career(match.start(), end.start() if end else company.end, 0.85, "在籍", company[:2], company[:2], people[0][:2], match.group().strip(), resume=True, reason="years with a firm")


_YEARS_AFTER = re.compile(
    r"[ \t]{1,4}(?:19|20)[0-9]{2}(?:年|[./][0-9]{1,2}月?)?(?:[0-9]{1,2}月)?[ ]?[-〜~–][ ]?(?:(?:19|20)?[0-9]{2}(?:年|[./][0-9]{1,2}月?)?(?:[0-9]{1,2}月)?"
    r"|現在)?(?=[ \t]|\n|\Z)(?P<rest>[^\n。]{0,40})"
)
_MARGIN, _WIDEST_MARGIN = re.compile(r"(?:(?<=\n)|\A)[ \t・>]{0,7}\Z"), 8  # what may stand before a row in its line
_SOMEBODYS = 200  # characters above in which whose rows they are is named


def _firms_with_years(reading: Reading) -> Iterator[Career]:
    """Rows that begin with a firm and go on with years, below somebody's name: 「琉球海運サービス　2011〜2017　三等機関士」."""
    text = reading.text
    if not opening(_YEARS_AFTER).occurs(text):
        return
    for one in reading.organizations:
        years, margin = _YEARS_AFTER.match(text, one.end), _MARGIN.search(text, max(0, one.start - _WIDEST_MARGIN), one.start)
        line = margin.start() if margin else 0
        if years is None or margin is None or _DONE_FOR.search(years["rest"]) or _NO_CAREER.search(years["rest"]) or not reading.people_within(line - _SOMEBODYS, line):
            continue
        yield Career(one.start, years.end() - len(years["rest"]) + len(years["rest"].rstrip()), 0.8, "在籍", one[:2], one[:2], None, years.group().split()[0], resume=True, reason="years with a firm")


def resume_lines(reading: Reading) -> Iterator[Career]:
    """Every line of a résumé; weaker lines count where a heading or another line says that it is one."""
    yield from table_cells(reading)
    yield from _years_at_a_firm(reading)
    yield from _firms_with_years(reading)
    lines = list(_LINE.finditer(reading.text))
    if not lines:
        return
    sure = [line for line in lines if _HAPPENED.search(line.group("rest")) and not _NO_CAREER.search(line.group("rest"))]
    headed = bool(_HEADING.search(reading.text)) or (bool(sure) and sum(_begins_with_a_company(reading, line) for line in lines[:_LINES]) >= 2) or _of_one(reading, lines)
    for line in lines:
        rest = line.group("rest")
        if _NO_CAREER.search(rest):
            continue
        happened = _HAPPENED.search(rest)
        weak = _HAPPENED_WEAK.search(rest) if not happened else None
        in_resume = headed or len(sure) >= 2
        company = _company(reading, line.start("rest"), line.end("rest"))
        if not happened and not (in_resume and (weak or (company and (line.group("until") or company[0] == line.start("rest"))))):
            continue
        if happened and not in_resume and company is None:
            continue
        event = happened or weak
        employer = company
        if employer is None and happened and happened.group() not in ("卒業", "卒", "入学", "修了", "中退"):
            employer = _name_before(reading, line.start("rest"), line.start("rest") + happened.start())
        school = happened is not None and happened.group() in ("卒業", "卒", "入学", "修了", "中退")
        end = _row_ends(reading.text, line)
        yield Career(line.start("date"), end, 0.85 if in_resume and happened else 0.7, event.group() if event else "在籍",
                     None if school else employer, employer, None, line.group("date").strip(), resume=True, reason="line of a résumé")


_REMARK = re.compile(r"[ ]+[→⇒←★※]")


def _row_ends(text: str, line: re.Match[str]) -> int:
    """Where a row ends, before what whoever corrects it writes behind: 「2003年4月　有限会社ハヤセ精機　入社|　→「㈲」はやめて」."""
    remark = _REMARK.search(text, line.start("rest"), line.end("rest"))
    return remark.start() if remark else line.start("rest") + len(line["rest"].rstrip())


_LINES = 100
_OPEN = re.compile(r"[ ]?[-〜~]|から")


def in_rows(reading: Reading, careers: Sequence[Career]) -> list[Career]:
    """`careers` (in text order, disjoint), those that begin with their row's date to the row's end, and the dated rows right below them.

    What is true of one row is true of the next.
    """
    of_date = {one.start: i for i, one in enumerate(careers)}
    made = list(careers)
    above: re.Match[str] | None = None
    for line in _LINE.finditer(reading.text) if careers else ():
        begins, end = line.start("date"), _row_ends(reading.text, line)
        i = of_date.get(begins)
        if i is not None:
            follows = above is not None and above.end() + 1 == line.start()
            if (careers[i].employer or follows) and careers[i].end < end and not _STOPS.search(reading.text, careers[i].end, end) and (i + 1 == len(careers) or careers[i + 1].start >= end):
                made[i] = replace(careers[i], end=end)
        elif above is None or above.end() + 1 != line.start() or not _goes_on(reading, line) or overlapped(careers, begins, end):
            above = None
            continue
        else:
            company = _company(reading, line.start("rest"), line.end("rest"))
            made.append(Career(begins, end, 0.8, "在籍", company, company, None, line["date"].strip(), resume=True, reason="row below a row of a résumé"))
        above = line
    return sorted(made, key=lambda career: career.start)


_STOPS = re.compile(r"[。！？!?]|です|ます|(?:た|る)(?:方|人|こと|の|が|ので|けど)")


def _goes_on(reading: Reading, line: re.Match[str]) -> bool:
    """Whether a dated row below one of a résumé is another."""
    if _NO_CAREER.search(line["rest"]):
        return False
    company = _company(reading, line.start("rest"), line.end("rest"))
    return bool(line["until"] or _OPEN.match(reading.text, line.end("date")) or _HAPPENED_WEAK.match(line["rest"]) or _HAPPENED.search(line["rest"])
                or (company and company[0] == line.start("rest")))


_OF_ONE = re.compile(r"氏名|お?名前[ ]?:|経験[ ]?[:\n]|最寄り?駅?|単価|要員|スキル|人材|技術者|[0-9]{2}歳\)")
_ABOVE = 200  # characters


def _of_one(reading: Reading, lines: Sequence[re.Match[str]]) -> bool:
    """Whether two rows of years with a firm, 「2010/4〜2016/8　〇〇㈱」, stand below words for somebody who is offered."""
    ranged = [line for line in lines[:_LINES] if line["until"] and _begins_with_a_company(reading, line)]
    return len(ranged) >= 2 and _OF_ONE.search(reading.text, max(0, ranged[0].start() - _ABOVE), ranged[0].start()) is not None


def _begins_with_a_company(reading: Reading, line: re.Match[str]) -> bool:
    """Whether an organization stands right after the date."""
    company = _company(reading, line.start("rest"), line.end("rest"))
    return company is not None and company[0] == line.start("rest")


def _company(reading: Reading, start: int, end: int) -> tuple[int, int] | None:
    company: Span | None = next((span for span in reading.organizations_within(start, end) if span.end <= end), None)
    return (company.start, company.end) if company else None


def _name_before(reading: Reading, start: int, event: int) -> tuple[int, int] | None:
    """The first run of nouns between the date and the event, if it looks like a name."""
    end = start
    while end < event and not reading.text[end].isspace() and reading.text[end] not in "(、,にへを|":
        end += 1
    name = reading.text[start:end]
    if len(name) < 2 or re.search(r"(?:部|課|室|係|店|支社|本部|として)$", name):
        return None
    i = reading.index(start)
    if name in ("同社", "同行", "同院", "同校", "当社", "弊社"):
        return None
    return (start, end) if i is not None and reading.tokens[i].kind is not Kind.NUMBER else None
