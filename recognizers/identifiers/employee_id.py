"""社員番号: what a company numbers its people with; the label is the only thing these numbers share.

Source: no public numbering exists; labels as they stand in Japanese personnel forms (労働者名簿, 労働基準法107条).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from presidio_analyzer import RecognizerResult
from presidio_analyzer.nlp_engine import NlpArtifacts

from recognizers.beside_names import NameEnds
from recognizers.identifiers.found import FoldedRecognizer, Found
from recognizers.identifiers.surroundings import Surroundings, unwrapped
from recognizers.normalize import Folded
from recognizers.prefilter import opening
from recognizers.written_dates import dates, year_of

_VALUE = r"(?:[A-Za-z]{1,12}[-_.]?(?=[0-9])|[A-Za-z]{1,4}-[A-Za-z]{1,4}-)?(?:[0-9]{2,10}|(?<=[A-Za-z_.-])[0-9]|[0-9](?=-[0-9]{4}))(?:-[0-9]{1,6})?[A-Za-z]?"
_LABEL = (r"(?:(?:社員|従業員|職員|教職員|乗務員|乗組員|隊員|作業員|警備員|運転士|スタッフ|クルー|キャスト|派遣(?:社員|スタッフ))証?の?(?:番号|コード|(?i:no)\.?|ナンバー|ID|CD|#)|社番|職番|人事番号"
          r"|(?i:(?<![a-z])(?:employee|emp\.?|staff) ?(?:id|no\.?|number|code)))")
_LABELS = re.compile(_LABEL)
_RECALLED = re.compile(rf"{_LABEL}(?:は|って|が|、)[^0-9A-Za-z\n。]{{2,16}}?(?<!で)(?<!計)(?<!約)(?<!は)(?P<value>(?:[A-Za-z]{{1,2}}-?)?[0-9]{{3,8}})(?=で(?:合って|よ[かい]|す|し)|だ(?:と|った|っけ)|かと)")
_BEFORE_LABEL = re.compile(rf"(?<![0-9A-Za-z.-])(?P<value>{_VALUE})[ ]?\({_LABEL}\)")
_AFTER_LABEL = re.compile(
    rf"{_LABEL}[ \t]{{0,4}}(?:\n[> \t]{{0,8}})?(?:\([^()\n]{{1,10}}\)[ \t]{{0,3}})?(?:[はがを:=|,、/)\]」】]|[-・#]){{0,2}}[ \t]{{0,4}}(?:\n[> \t]{{0,8}})?"
    rf"[「\[(【『#]?[ ]?(?:No\.? ?)?(?P<value>{_VALUE})(?![0-9A-Za-z桁文字〇○]|,[0-9]|[ ]?(?:桁|番|年|月|名|人|件|円|種類))")


_CODE = r"(?:[A-Z]{1,3}[0-9]{0,2}-[0-9]{3,7}|[A-Z]{1,2}[0-9]{4,7}|[0-9]{4,8}(?:-[0-9]{1,2})?|[0-9]-[0-9]{5})"
_BEFORE_NAME = re.compile(
    rf"^[> \t]{{0,6}}(?:[・*-][ ]?|\([0-9]{{1,2}}\)[ ]?|[0-9]{{1,2}}[.)][ ]?|(?![普当貯])[A-Za-z一-龥][ \t|,]{{1,3}}"
    rf"|(?!普通|当座|貯蓄|口座)[一-龥]{{2}}[ \t])?(?P<value>{_CODE})[ \t|,:]{{1,3}}"
    r"(?P<name>[一-龥々ヶノ]{1,4} [一-龥々ぁ-んァ-ヴー]{1,5}|[一-龥々ヶノ]{1,6}|[ァ-ヴー]{2,10}[ ・][ァ-ヴー]{2,10}|[一-龥々]{1,4} [A-Z][a-z]{1,12})(?<![様殿])(?=[ \t|,(\n]|さん|様|\Z)", re.MULTILINE)
_AFTER_NAME = re.compile(rf"(?<=[^\s0-9A-Za-z])(?P<gap>[ \t|,/]{{1,3}}|[ ]?\(|[ ]?\([正新]\)[ ]?)(?P<value>{_CODE})(?:(?P<shut>\))|(?=[ \t]{{0,3}}(?:\n|\Z|[ \t|,、→])))")
_SAID_OF = re.compile(rf"(?<=[^\s0-9A-Za-z])(?P<gap>[はが:][ ]?)(?P<value>{_CODE})(?=で(?:す|した|、|ござ)|[、。 \n]|\Z)")
_OTHER_COLUMNS = re.compile(r"\S(?:[ ]{2,}|[ ]?[\t|][ ]?)$")
_OF_STAFF = re.compile(r"(?:社員|職員|従業員|スタッフ)(?:証|番号|コード|(?i:no)|ID|名簿|一覧)|社番|職番|人事(?:番号|台帳|マスタ)")
_LATEST_YEAR = 2008
_SAMPLE = re.compile(r"(?<![0-9])(?:0{4,}[0-9]?|0{2,}-0{2,})(?![0-9])|X{2,}")
"""Numbers that stand for any: T-0000000, 000001 to 000005."""
_TRIAL = re.compile(r"(?:テスト用|ダミー|サンプル|見本|記入例)の?[^\n、。]{0,6}\Z")
_NEAR = 16  # characters
_ROSTER = re.compile(r"名簿|当番表?|シフト表|勤務表|配車表|(?:参加|受講|出席|対象)者(?:一覧|リスト)|メンバー(?:一覧|リスト|表)")
_NO_STAFF = re.compile(r"お?客|棚卸|在庫|品目|商品|部品|発注|納品|出荷|顧客|会員|患者|生徒|児童|園児|学籍|利用者|入居者|号室|部屋割|整理番号|受付番号|注文|伝票|品番|郵便番号")
_BESIDE_NAMES = re.compile(rf"(?:{_LABEL})[ \t|,]{{1,6}}(?:お?名前|氏名)")
_ABOVE = 600  # characters
_ROWS = 3  # at least, of codes equally long before names, for a roster without a heading
_PAIRS = 2  # at least, of codes written alike, each beside a name
_LIKE_STAFFS = re.compile(r"[A-Z]{1,2}[0-9]{4,6}|0[0-9]{3,6}|[0-9]{5,6}(?:-[0-9]{1,2})?|[A-Z]{1,3}-[0-9]{4,6}|[0-9]-[0-9]{5}")
_CUSTOMER = re.compile(r"[ ]?(?:様|殿|御中)|[^\n]{0,40}(?:東京都|北海道|(?:京都|大阪)府|[一-龥]{2,3}県)")
_CALLED_ELSE = re.compile(r"(?:内線|部屋|室|席|座席|ロッカー|鍵|番号札|ゼッケン|背番号|整理番号|受付|受験|予約|注文|伝票|管理|お?問い?合わせ|検体|カルテ|登録|会員|回線|暗証|パスワード|PIN|TEL|FAX|No\.?|〒|￥|¥|\\$)[ :#]{0,3}\Z")


class EmployeeIdRecognizer(FoldedRecognizer):
    """The value after 社員番号, 従業員番号, 職員番号 and their kin, under them as a table's heading, or beside a name in a list of staff."""

    ENTITY = "JP_EMPLOYEE_ID"

    def analyze(self, text: str, entities: list[str], nlp_artifacts: NlpArtifacts | None = None) -> list[RecognizerResult]:
        """As others, and the codes beside names, when the engine's artifacts tell names."""
        return self.with_more(text, entities, nlp_artifacts, _beside_names)

    def find(self, text: str) -> Iterator[Found]:
        """Values right after a label, and the cells under one."""
        if not opening(_LABELS).occurs(unwrapped(text)):
            return
        around = Surroundings(text)
        for match in _AFTER_LABEL.finditer(text):
            if "\n" in match.group() and _OTHER_COLUMNS.search(around.own_line_before(match.start())):
                continue  # the last of several headings: what begins the next line stands under the first
            if _SAMPLE.search(match["value"]) or _TRIAL.search(text, max(0, match.start() - _NEAR), match.start()):
                continue
            label = _LABELS.match(match.group())
            yield Found(*match.span("value"), 0.8, "value after its label",
                        f"letters and digits right after {label.group() if label else 'a label'!r}")
        for match in _RECALLED.finditer(text):
            yield Found(*match.span("value"), 0.75, "value recalled", "letters and digits told as an employee's number in the sentence that names it")
        for match in _BEFORE_LABEL.finditer(text):
            yield Found(*match.span("value"), 0.8, "value before its label", "letters and digits whose label stands in brackets after them")
        for start, end in around.cells(_VALUE, _LABELS):
            yield Found(start, end, 0.75, "value in a table", "letters and digits under an employee number's heading")


def _beside_names(folded: Folded, artifacts: NlpArtifacts | None) -> Iterator[Found]:
    """Codes right before or after a name, where staff's numbers are spoken of or the row has a date of birth as well."""
    text, around = folded.text, Surroundings(folded.text)
    of_staff = opening(_OF_STAFF).occurs(text) or _is_a_roster(text)
    names = NameEnds(folded, artifacts)
    beside = [one for one in _codes(text, of_staff) if not _A_DAY.fullmatch(one.code)]
    named = [names.ends(one.name_end) for one in beside]
    alike = set() if opening(_NO_STAFF).occurs(text) else _written_alike(one for one, is_name in zip(beside, named, strict=True) if is_name)
    born = set() if of_staff else {around.line(date.start())[0] for date in dates(text) if (year_of(date.group()) or 9999) <= _LATEST_YEAR}
    for one, is_name in zip(beside, named, strict=True):
        like_others = _shape(one.code) in alike and not one.is_a_customers
        if not like_others and not (is_name and (of_staff or around.line(one.start)[0] in born)):
            continue
        header = around.header(one.start) or around.spaced_header(one.start)
        if header and not _LABELS.search(header) and not _OF_STAFF.search(header) and not (
                one.name_end > one.start and _BESIDE_NAMES.search(text, max(0, one.start - _ABOVE), one.start)):
            continue  # under another heading of the same table
        yield Found(one.start, one.start + len(one.code), 0.6, "code beside a name", "letters and digits beside a name in a list of staff")


class _Beside(NamedTuple):
    """A code right beside what may be a name: where it starts, and where the name ends; whether it is a customer's or called something else."""

    start: int
    code: str
    name_end: int
    is_a_customers: bool


def _codes(text: str, of_staff: bool) -> Iterator[_Beside]:
    """Codes before and after what may be a name; where staff's numbers are spoken of also those said of one."""
    for match in _BEFORE_NAME.finditer(text):
        yield _Beside(match.start("value"), match["value"], match.end("name"), _called_else(text, match.start("value")) or _CUSTOMER.match(text, match.end("name")) is not None)
    for pattern in (_AFTER_NAME, _SAID_OF) if of_staff else (_AFTER_NAME,):
        for match in pattern.finditer(text):
            if match["gap"].endswith("(") == bool(match.groupdict().get("shut")):
                at = match.start("gap")
                yield _Beside(match.start("value"), match["value"], at, _called_else(text, match.start("value")) or text[at - 1:at] in ("様", "殿"))


def _called_else(text: str, at: int) -> bool:
    return _CALLED_ELSE.search(text, max(0, at - _NEAR), at) is not None


def _written_alike(beside: Iterable[_Beside]) -> set[str]:
    """How the codes are written that stand beside two names or more, as a company numbers its people; none of customers, none called something else."""
    shapes = Counter(_shape(one.code) for one in beside if _LIKE_STAFFS.fullmatch(one.code) and not one.is_a_customers)
    return {shape for shape, count in shapes.items() if count >= _PAIRS}


_A_DAY = re.compile(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])")


def _shape(code: str) -> str:
    return re.sub("[0-9]", "0", code)


def _is_a_roster(text: str) -> bool:
    """Whether a text has rows of a list of people by numbers equally long, and says that it is a list, and not one of customers."""
    if not opening(_ROSTER).occurs(text) or opening(_NO_STAFF).occurs(text):
        return False
    return max(Counter(len(match["value"]) for pattern in (_BEFORE_NAME, _AFTER_NAME) for match in pattern.finditer(text)).values(), default=0) >= _ROWS
