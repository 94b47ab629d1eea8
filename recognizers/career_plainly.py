"""Careers in the plainest words there are: 「昔、工場で働いていました」「元会社員です」「ご主人は自衛官です」「春から銀行に入るそうです」.

Writers of stories seldom write so, and what models learn from them they deny here. What is told so of somebody named or
described needs no model to agree (`said_plainly`). More frames of the kind `career_turns.plain` makes, each of bounded width.
"""

from __future__ import annotations

import re

from recognizers.career_frames import Frame
from recognizers.career_turns import plain
from recognizers.reading import Career
from recognizers.titles import ADDRESS, TITLES

_PROFESSION = (
    r"(?:(?:正|准)?看護師|保健師|助産師|薬剤師|歯科医師?|歯医者|医師|医者|獣医師?|介護士|介護福祉士|保育士|美容師|理容師|栄養士|調理師|料理人|板前|大工|左官|漁師|農家|消防士|消防署員|警察官|警官|刑事|自衛官|自衛隊員|公務員"
    r"|[県市町村]の?職員|国家公務員|教師|教員|教諭|(?:小学校|中学校?|高校|学校|塾|保育園|幼稚園)の(?:先生|教員|教師)|弁護士|税理士|会計士|司法書士|社労士|行政書士|裁判官|検事|銀行員|銀行マン|証券マン|商社マン|会社員|サラリーマン|営業マン"
    r"|プログラマー|システムエンジニア|新聞記者|記者|編集者|アナウンサー|デザイナー|通訳|船乗り|船員|パイロット|客室乗務員|(?:タクシー|バス|トラック|長距離)の?(?:運転手|ドライバー|運転士)|運転士|駅員|郵便局員|警備員|力士|プロ野球選手)")
_PLACE = (
    r"(?:[一-龥ァ-ヴー]{0,6}(?:会社|企業|銀行|信金|証券|商社|メーカー|市役所|区役所|町役場|役場|役所|県庁|病院|クリニック|医院|薬局|小学校|中学校?|高校|大学|保育園|幼稚園|介護施設|老人ホーム|郵便局|農協|漁協|事務所|不動産屋|工務店|デパート|百貨店"
    r"|スーパー|コンビニ|ホテル|旅館|飲食店|居酒屋|食堂|レストラン|出版社|新聞社|テレビ局|代理店|運送屋|警察署?|消防署?|自衛隊|税務署|裁判所|研究所|ベンチャー|ゼネコン|同業|競合|外資)(?:他社)?)")
_ENDS = r"(?=です|だ|で(?:す|、|し)|なん|なの|ら|みたい|って|と(?:の|か|聞|伺|い)|。|\n|$)"
_KIN = r"(?:奥(?:さん|様|さま)|ご?主人|旦那(?:さん|様)?|お?(?:父|母|兄|姉)(?:さん|様|さま)|弟さん|妹さん|息子さん|娘さん|お嬢(?:さん|様)|ご長[男女])"

PLAINLY: tuple[Frame, ...] = (
    plain("元職", rf"(?<!役で)(?<!劇で)(?<!遊びで)(?<!ごっこで){_PROFESSION}を(?:十|二十|三十|[0-9一二三四五六七八九数何]{{1,2}})?年?(?:間|ほど|くらい)?(?:して|やって|されて|なさって|務めて|つとめて)(?:い|お)?(?:られ)?(?:た|まし)た?" + r"(?!ら)"),
    plain("勤務", rf"{_KIN}(?:は|が|も|、|って)(?:[今い]ま?は?|現在は?)?、?{_PROFESSION}(?:です|だ(?:そう|って|よ|と)|なん|らし|を(?:して|されて|なさって|やって)(?:い|お|る))"),
    plain("勤務", r"(?:昔|以前|前に|もとは?|元々|もともと|若い(?:頃|ころ)|かつて)(?:は|に)?、?[^。、はが\n]{0,8}工場(?:で|に)(?:[^。、はが\n]{0,8})(?:働い(?:て|た)|勤め(?:て|た))"),
    plain("在籍", rf"(?:昔|以前|前に|元々|もともと|かつて)(?:は)?、?{_PLACE}に(?:いらっしゃ(?:った|い)|おられ|いらした|い(?:た|まし))"),
    plain("在籍", rf"(?:昔|以前|前|元々|もともと|かつて)(?:は)?、?{_PLACE}の人(?:間)?(?:だっ|でし)た?"),
    plain("入社", rf"(?:(?:来|今)月|来週|来年|今年|今度|春|夏|秋|冬|四月|[0-9]{{1,2}}月)から(?:は)?、?[^。、はが\n]{{0,4}}{_PLACE}(?:さん)?に(?:入(?:る|られ|社)|勤め|お?勤め|お世話になる)(?![一-龥ァ-ヴ]|こと|前|方|人)"),
    plain("出身", rf"{_PLACE}(?:の)?O[BG]" + _ENDS),
)
"""Frames without an employer's name."""

_OF_WORK = re.compile(
    r"(?<=[一-龥ァ-ヴー])(?:さん)?(?:(?:で|に|にて)(?:は|も)?、?[^。、\n]{0,6}(?:働[いかき]|お?勤め|勤務し)|(?:に|へ)(?:再?就職|転職|出向|内定|入社)(?:し|さ|が決|する|中)|から(?:引き抜|転職)|を(?:クビ|首に|解雇|定年退職)|で(?:パート|アルバイト|バイト)を(?:し|や))")
_WHO = re.compile(
    rf"(?:(?:昨日|先日|今日|今朝|先ほど|さっき|この前|こないだ|新しく|今度)[^。、\n]{{0,8}}[たる](?:方|人|女性|男性|子)|(?:新任|今度|先方|向こう|御社|貴社|隣|あちら)の[^。、\n]{{0,6}}(?:{TITLES}|担当|女性|男性|方|人)"
    rf"|(?:{TITLES})の(?:息子|娘婿?|弟|妹|兄|姉|奥|旦那|婿|ご?主人)|[^。、\n]{{1,6}}{ADDRESS}の{_KIN})(?:さん|様)?(?:は|が|も|って|、)")


def said_plainly(text: str, one: Career) -> bool:
    """Whether a statement of somebody is in words that are said of nothing but work: 「奥様は保育園で働いています」."""
    return _OF_WORK.search(text, one.start, one.end) is not None


def described_first(text: str, start: int) -> bool:
    """Whether what begins at `start` is told of somebody described, not named: 「昨日いらした女性は…」「部長の弟は…」."""
    return _WHO.match(text, start) is not None
