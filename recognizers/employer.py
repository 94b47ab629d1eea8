"""JP_EMPLOYER: the organization in a statement about somebody's career, known by the frame, not by a list."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from enum import IntEnum

from presidio_analyzer import RecognizerResult

from recognizers.company_forms import is_other_word, named_by_suffix
from recognizers.model.meaning import meanings
from recognizers.nlp import Kind, Morpheme
from recognizers.reading import HIRAGANA, KANJI, KATAKANA, NAMES, NOUNS, Career, Reading, ReadingRecognizer, Span, covered


class Likeness(IntEnum):
    """How much a noun phrase looks like the name of an employer."""

    NO = 0  # a place, a time, a manner (在宅で, 東京で, パートで)
    OWN = 1  # 弊社, 御社: an employer, but of the people who write
    DESCRIBED = 2  # 前の会社, 銀行, 大手メーカー: an employer without a name
    PLAIN = 3  # a plain noun that may be a name: サクラ, みらい
    NAMED = 4  # a proper name or a word no dictionary has
    COMPANY = 5  # an organization by its form


@dataclass(frozen=True, slots=True)
class Employer:
    """A noun phrase in the place of an employer: its span in running text, and what it looks like."""

    start: int
    end: int
    likeness: Likeness
    polite: bool = False  # さん or 様 after it


_OWN_LIST = """
    弊社 同社 当社 自社 わが社 我が社 小社 御社 貴社 うち 当行 当院 当店 本校 当校 弊行 弊所 当所 弊店 当組合 貴行 貴院 貴校 貴店 御行 こちら ここ 当方 当部 当課 本社
    そちら
"""
_OWN = frozenset(_OWN_LIST.split())
_DESCRIBED = re.compile(
    r"(?:銀行|病院|市役所|区役所|役所|役場|県庁|商社|メーカー|大手|コンビニ|会社|企業|代理店|ゼネコン|ベンチャー|外資系?|スタートアップ|競合(?:他社)?|同業(?:他社)?|他社|ライバル社?|メガバンク|SIer|官庁|省庁|自衛隊|警察|消防|新聞社|出版社|テレビ局|放送局"
    r"|広告代理店|保険会社|証券会社|生保|損保|信金|学校|大学|高校|塾|予備校|保育園|幼稚園|介護施設|施設|クリニック|薬局|蒸[溜留]所|醸造所|造船所|製材所|鉱山|牧場|農場|市場|公社|(?:法律|弁護士|会計|税理士|設計|特許|司法書士|社労士)?事務所|監査法人"
    r"|旅行会社|不動産屋?|建設会社|工務店|製造業|運送会社|運送屋|飲食店|居酒屋|スーパー|百貨店|デパート|ホテル|旅館|アパレル|金融機関|金融"
    r"|コンサル|研究所|研究機関|財団|協会|組合|農協|郵便局|国鉄|電力会社|通信会社|携帯会社|子会社|親会社|関連会社|グループ会社|取引先|得意先|客先|お客様先|職場|勤め先|勤務先|前職|店|お店|飲料メーカー|製薬会社|製薬|社|IT企業|下請け?|元請け?|協力会社"
    r"|派遣会社|町工場|老舗|某社|税務署|警察署|消防署|労基署|保健所|裁判所|検察庁?|国税(?:局|庁)?|法務局|税関|刑務所|官公庁|公務員|部署|ところ|所|業界)$")
_NO_EMPLOYER_LIST = """
    無欠勤 皆勤 無遅刻 無事故 無休 そこ あそこ どこ
    ちなみ ついで まれ たま すぐ 特 別 非常 大変 本当 確実 正式 無事 順調 親切 丁寧 真面目 まじめ 一生懸命 懸命 熱心 精力的 主体 主体的 全力 結婚 出産 病気 介護 引越し 育児 責任 それ これ あれ 事情 都合 理由 契機 きっかけ 大学 学校
    市場 海 空 宇宙 世界 社会 地域 街 村 町 国
    工場 現場 在宅 自宅 フルタイム パート バイト アルバイト 派遣 正社員 契約社員 契約 嘱託 夜勤 日勤 時短 リモート テレワーク チーム グループ 交代 交替 シフト 週 共同
    一緒 一人 ひとり 二人 三人 全員 みんな 皆 東京 大阪 名古屋 福岡 札幌 京都 神戸 横浜 仙台 広島 海外 国内 地方 都内 都心 県内 市内 地元 アメリカ 米国 中国 ドイツ
    フランス イギリス インド タイ ベトナム シンガポール 日本 会議 会議室 展示会 会場 現地 本社 支社 支店 営業所 事務所 部署 前線 第一線 場 場所 環境 条件 立場 状態 形
    方 形態 時間 時期 時代 年 月 日 今 現在 以前 前 昔 当時 頃 間 中 後 先 上 下 元 別 他 同時 最初 最後 常時 プロジェクト 案件 業務 仕事 職種 職務 営業 経理
    総務 人事 開発 技術 製造 事務 管理 設計 企画 広報 マーケティング 研究 販売 接客 部門 部 課 室 係 担当 お客様 お客 相手 人 者 彼 彼女 私 自分 僕 家族 友人 同僚
    女性 男性 若手 新人 学生 大人 子供 社員 役員 社長 部長 課長 ため 為 こと もの 事 物 件 意味 心 体 手 足 頭 目 力 気 責任 誇り 笑顔 元気 健康 安心 安全 自由
    無理 限り 範囲 程度 以上 以下 連続 連携 協力 分担 兼業 副業 単身 単身赴任 夫婦 共働き 残業 休日 平日 土日 毎日 一日 何 どこ どちら どちら様 いつ 入社 退職 転職
    出向 サーバー システム アプリ ソフト 機械 たばこ タバコ 煙草 酒 お酒 利用 付き合い 取引 契約書 連載 担任 席 デスク 机 隣 横 そば 傍 側 奥 フロア ビル 建物 駅
    空港 電車 車 車内 電話 メール チャット オンライン Zoom Teams 店頭 窓口 受付 電話口 家 実家 病室 外 外部 社外 内 中心 初日 打ち合わせ 打合せ 会食 懇親会 飲み会 研修
    セミナー イベント 説明会 面談 訪問 出張 出張先 休憩 会議中 業界
"""
_NO_EMPLOYER = frozenset(_NO_EMPLOYER_LIST.split())
_DEPARTMENT = re.compile(r"(?:部|課|室|係|本部|支店|支社|営業所|工場|出張所|チーム|グループ|センター|担当|事業所|店|校|科|局|研究所)$")
_TIME_WORDS_LIST = """
    以前 前 元 旧 昔 かつて 当時 新卒 中途 最初 初め もと もともと 元々 現在 今 去年 昨年 先月 今月 来月 先日 今年 来年 その後 のち 後 以後 以降 前職 古巣 某 同じ
    大手 老舗 外資 外資系 地場 地元 大学卒業後 卒業後 半年 春 秋 夏 冬 当初 ずっと 長年 長らく 一時期 一時 実 本当 確か たしか 父 母
"""
_TIME_WORDS = frozenset(_TIME_WORDS_LIST.split())
_POLITE = ("さん", "様", "さま", "サン")


def employer_before(reading: Reading, at: int) -> Employer | None:
    """The noun phrase that ends at `at`, as an employer; None when no noun stands there."""
    tokens = reading.tokens
    i = reading.index_before(at)
    if i < 0 or tokens[i].end != at:
        return None
    polite = False
    if tokens[i].surface in _POLITE:
        polite = True
        i -= 1
    if i >= 0 and tokens[i].kind is Kind.SPACE and tokens[i].surface == " ":
        i -= 1
    if i < 0:
        return None
    if (hidden := _HIDDEN.search(reading.text, max(0, tokens[i].end - 10), tokens[i].end)) is not None:
        return Employer(hidden.start(), hidden.end(), Likeness.NAMED, polite)
    run = _latin_before(reading, i) or _run_before(reading, i)
    if run is None:
        return _after_a_bracket(reading, i, polite)
    start, end = run
    company = company_in(reading, start, end)
    if company is not None:
        return Employer(company.start, company.end, Likeness.COMPANY, polite)
    if _DEPARTMENT.search(reading.text[start:end]):
        owner = _owner(reading, start)
        if owner is not None:
            return owner
    start = _without_time(reading, start, end)
    if (called := _called(reading, start)) is not None:
        return called
    alike = likeness(reading, start, end, polite)
    if alike < Likeness.NAMED and not _PHYSICAL.search(reading.text, start, end):
        owner = _owner(reading, start)
        if owner is not None:
            return owner
    return Employer(start, end, alike, polite)


_HIDDEN = re.compile(r"[〇○◯●△□]{2,8}$")  # a name that the writer hides from whoever does not know it
_PHYSICAL = re.compile(r"(?:会議室|会場|受付|駐車場|ロビー|ブース|席|入口|前|近く|隣|現場|サーバー?|フォルダ|サイト|ページ|資料|担当者?|窓口|方|人|件|様|商品|製品|展示|工事|案件|システム|データ|メール|図面|見積書?)$")


def employer_after(reading: Reading, at: int) -> Employer | None:
    """The noun phrase that begins at `at`, as an employer (元トヨハシ電機の…); None when no noun stands there."""
    tokens = reading.tokens
    if latin := _LATIN_NAME.match(reading.text, at):
        return Employer(at, latin.end(), Likeness.NAMED)
    i = reading.index(at)
    if i is None or (tokens[i].kind not in NOUNS and not tokens[i].oov):
        company = next((c for c in reading.organizations if c.start == at), None)
        return Employer(company.start, company.end, Likeness.COMPANY) if company else None
    k = i
    while k < len(tokens) and k - i < 8 and tokens[k].end - at <= 25 and (k == i or tokens[k].start == tokens[k - 1].end) and (
            tokens[k].kind in NOUNS or tokens[k].surface in ("・", "&") or (tokens[k].kind is Kind.SUFFIX and tokens[k].surface not in _POLITE)):
        k += 1
    end = tokens[k - 1].end
    company = company_in(reading, at, end)
    if company is not None and company.start == at:
        return Employer(company.start, company.end, Likeness.COMPANY)
    polite = k < len(tokens) and tokens[k].surface in _POLITE
    return Employer(at, end, likeness(reading, at, end, polite), polite)


def company_in(reading: Reading, start: int, end: int) -> Span | None:
    """The last company by form that overlaps `start`:`end`."""
    for span in reversed(_near(reading.organizations, start, end)):
        if span.end > start and span.start < end:
            return span
    return None


def _near(spans: list[Span], start: int, end: int) -> list[Span]:
    i = bisect_left(spans, end, key=lambda s: s.start)
    return spans[max(0, i - 2):i]


_LATIN_NAME = re.compile(r"[A-Z][A-Za-z0-9&'.-]{1,20}(?: [A-Z][A-Za-z0-9&'.-]{1,20}){0,3}(?![A-Za-z])")
_LATIN_END = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z0-9&'.-]{1,20}(?: [A-Z][A-Za-z0-9&'.-]{1,20}){1,3}\Z")


def _latin_before(reading: Reading, i: int) -> tuple[int, int] | None:
    """A name of several Latin words that ends with the morpheme `i`: Lumos Labs."""
    end = reading.tokens[i].end
    if not reading.tokens[i].surface.isascii():
        return None
    match = _LATIN_END.search(reading.text, max(0, end - 84), end)
    return match.span() if match else None


def _run_before(reading: Reading, i: int) -> tuple[int, int] | None:
    """The span of the noun run whose last morpheme is `i`."""
    tokens = reading.tokens
    end = begin = tokens[i].end
    k = i
    while k >= 0 and i - k < 8 and tokens[k].end == begin and end - tokens[k].start <= 25:
        token = tokens[k]
        noun = token.kind in NOUNS or token.surface in ("・", "&") or (token.kind is Kind.SUFFIX and token.surface not in _POLITE) or (
            token.kind is Kind.PREFIX and token.surface not in ("お", "ご", "御")) or (token.kind is Kind.OTHER) or _odd_katakana(token)
        if not noun and not (begin == end and token.kind in (Kind.PRONOUN,)):
            # a name that is another word: あおば, ひびき
            if begin == end and is_other_word(reading, k) and token.surface not in _TIME_WORDS:
                begin = token.start
            break
        begin = token.start
        k -= 1
    return (begin, end) if begin < end else None


def _odd_katakana(token: Morpheme) -> bool:
    """Whether a word in katakana is no noun to Sudachi (コトリ, ピカリ): part of a name all the same."""
    return token.kind in (Kind.ADVERB, Kind.ADJECTIVE, Kind.VERB) and len(token.surface) >= 2 and bool(KATAKANA.fullmatch(token.surface))


def _after_a_bracket(reading: Reading, i: int, polite: bool) -> Employer | None:
    """A company before a bracket: トヨハシ電機（名古屋）, or the form (株) itself."""
    tokens = reading.tokens
    company = next((c for c in _near(reading.organizations, tokens[i].start, tokens[i].end + 1) if c.end == tokens[i].end), None)
    if company is not None:
        return Employer(company.start, company.end, Likeness.COMPANY, polite)
    if tokens[i].surface not in (")", "」", "』"):
        return None
    opening = next((k for k in range(i - 1, max(-1, i - 10), -1) if tokens[k].surface in ("(", "「", "『")), None)
    if opening is None:
        return None
    run: tuple[int, int] | None = (tokens[opening].end, tokens[i].start)
    if tokens[i].surface == ")":
        run = _run_before(reading, opening - 1) if opening else None
    if run is None or run[0] >= run[1]:
        return None
    company = company_in(reading, *run)
    if company is not None:
        return Employer(company.start, company.end, Likeness.COMPANY, polite)
    return Employer(*run, likeness(reading, *run, polite), polite)


def _called(reading: Reading, start: int) -> Employer | None:
    """The name before という and a description: グローブというITベンチャー."""
    match = _CALLED.search(reading.text, max(0, start - 6), start)
    if match is None:
        return None
    i = reading.index_before(match.start())
    if i < 0 or reading.tokens[i].end != match.start():
        return None
    run = _run_before(reading, i)
    if run is None or likeness(reading, *run, False) < Likeness.PLAIN:
        return None
    company = company_in(reading, *run)
    return Employer(company.start, company.end, Likeness.COMPANY) if company else Employer(*run, Likeness.NAMED)


_COUNTED = re.compile(r"[0-9]{1,4}(?:時|日|月|分(?!社)|番|階|名|社|件|個|円|人)")
_FROM_ABROAD = frozenset(["リー", "キム", "パク", "チェ", "チョン", "カン", "チャン", "ワン", "リン", "チェン", "ヤン", "グエン", "ファム", "レー", "ホー", "ロー", "ウー", "リウ", "シン", "カーン", "スミス"])
_CALLED = re.compile(r"(?:[」』]?)(?:という|っていう|って)\Z")


def _owner(reading: Reading, start: int) -> Employer | None:
    """The company a department belongs to: トヨハシ電機の営業部."""
    i = reading.index_before(start)
    if i < 1 or reading.tokens[i].end != start or reading.tokens[i].surface not in ("の", " "):
        return None
    k = i - 1
    polite = reading.tokens[k].surface in _POLITE
    if polite:
        k -= 1
    run = _run_before(reading, k) if k >= 0 else None
    if run is None:
        return None
    company = company_in(reading, *run)
    if company is not None:
        return Employer(company.start, company.end, Likeness.COMPANY, polite)
    begin = _without_time(reading, *run)
    like = likeness(reading, begin, run[1], polite)
    if like is Likeness.PLAIN and may_be_named(reading.text[begin:run[1]]):
        like = Likeness.NAMED
    return Employer(begin, run[1], like, polite) if like >= Likeness.NAMED else None


def _without_time(reading: Reading, start: int, end: int) -> int:
    """Where the noun phrase begins without words of time before it: 以前丸の内リース, 新卒でトヨハシ."""
    i = reading.index(start)
    while i is not None and i < len(reading.tokens) - 1 and reading.tokens[i + 1].start < end and (
            reading.tokens[i].surface in _TIME_WORDS or re.fullmatch("[0-9一二三四五六七八九十]+", reading.tokens[i].surface) or reading.tokens[i].surface in ("年", "月", "年間", "年目", "月末", "付")):
        i += 1
    return reading.tokens[i].start if i is not None else start


_OFFICE = re.compile(
    r"[陸海空]自|[陸海空]上自衛隊|航空自衛隊|警視庁|防衛省|[一-鿿]{1,4}(?:県警|府警|道警|労金|信金|信組|生協|漁協|農協|農政局|経産局|国税局|財務局|整備局|運輸局|労働局|法務局)|(?:経産|経済産業|財務|総務|外務|厚労|国交|農水|文科|環境|法務)省"
    r"|(?:経産|農政|国税|財務|運輸)局|(?:金融|国税|特許|消費者|気象|水産|林野|文化|観光)庁|日銀|都庁|[道府県]庁"
)


def likeness(reading: Reading, start: int, end: int, polite: bool) -> Likeness:
    """What `start`:`end` looks like, standing where an employer stands."""
    text = reading.text[start:end]
    first = reading.index(start)
    if text in ("同社", "同行", "同院", "同校"):
        return Likeness.NAMED
    if _COUNTED.match(text):
        return Likeness.NO
    if text in _OWN:
        return Likeness.OWN
    if polite and (_only_a_person(reading, start, end) or text in _FROM_ABROAD):
        return Likeness.NO
    if text in _NO_EMPLOYER or len(text) > 25 or (covered(reading.people, start, end) and not polite and not _telling(reading, start, end)):
        return Likeness.NO
    if named_by_suffix(reading, start, end) or _OFFICE.fullmatch(text):
        return Likeness.NAMED
    if _DESCRIBED.search(text) and not polite:
        return Likeness.DESCRIBED
    parts = [token for token in reading.tokens[first:first + 8] if token.start < end] if first is not None else []
    tail = parts[-1].surface if parts else text
    if tail in _NO_EMPLOYER or tail == "ここ" or all(part.kind in (Kind.NUMBER, Kind.SUFFIX) for part in parts):
        return Likeness.NO
    if not polite and all(part.kind is Kind.PLACE for part in parts):
        return Likeness.NO
    if polite or any(part.oov or part.kind in NAMES or part.kind is Kind.PROPER or _odd_katakana(part) for part in parts) or re.search(r"[A-Z]{2,}", text):
        return Likeness.NAMED
    if len(text) < 2:
        return Likeness.NO
    return Likeness.PLAIN


_COMMON_LIST = """
    コンビニ スーパー ホテル テレビ ラジオ システム プロジェクト チーム パソコン メール セミナー オフィス フロア グループ データ サービス メーカー ベンチャー コンサル マンション アパート ビル
    カフェ レストラン バイト アルバイト パート フルタイム リモート テレワーク オンライン ネット サイト ページ アプリ ソフト サーバー クラウド ツール モデル サンプル カタログ リスト
    メンバー スタッフ リーダー マネージャー パートナー ユーザー クライアント ゲスト オーナー ミーティング イベント キャンペーン プレゼン デモ テスト レビュー リリース ライン
    プラント ラボ センター スタジオ アトリエ ショップ ストア モール ゴルフ サッカー テニス スポーツ バス タクシー トラック ロビー エレベーター トイレ キッチン ホール ステージ
    アメリカ ヨーロッパ アジア フランス イギリス ドイツ イタリア スペイン ロシア ベトナム シンガポール マレーシア インドネシア フィリピン カナダ ブラジル オーストラリア
    インフルエンザ コロナ ストレス トラブル ミス クレーム コスト スケジュール タイミング レベル ペース ベース メイン フリー シフト フリーランス
    キャリア スキル ノウハウ ビジネス マーケット エリア ブロック グローバル デジタル アナログ エンジン モーター ポンプ バルブ ロボット カメラ スマホ ケース
"""
_COMMON = frozenset(_COMMON_LIST.split())


_EVERYDAY_LIST = """
    ところ こころ みんな あそこ あちら こちら そちら どこか ふだん いつも あいだ ほうほう なかま きもち はなし しごと かいしゃ おうち ふるさと じぶん わたし あなた われわれ
    いろいろ さまざま たくさん それぞれ ほとんど すべて おかげ つもり はず ため まわり となり むかし さいきん なんとか まとも ばかり
"""
_EVERYDAY = frozenset(_EVERYDAY_LIST.split())
_MIXED = re.compile(r"(?:[ァ-ヺー]{2,10}[一-鿿]{1,3}|[ぁ-ゖ]{2,6}[一-鿿ァ-ヺー]{2,8}|[一-鿿]{1,3}[ぁ-ゖ]{2,5})")
_NOT_NAMED_TAIL = re.compile(
    r"(?:ション|メント|システム|サービス|データ|ソフト|チーム|プロジェクト|マシン|ライン|タイム|ルーム|ビル|エラー|リスト|ノート|シート|ファイル|フォーム|メール|ニュース|[前後中時内外上下者性的化品用型式図表書票会室部課係店側版件案員人方]|経験|活動|試験|資料"
    r"|画面|機能|作業|業務|担当|関係|対応|管理|開発|設計|営業|現場|工場|会議|研修|契約|予定|結果|状況)$")


def may_be_named(text: str) -> bool:
    """Whether a plain noun is written as many companies are: プラム, ひかり, アトリエ環; no everyday or business word."""
    if len(text) < 3 or text in _COMMON or text in _NO_EMPLOYER or text in _EVERYDAY or _NOT_NAMED_TAIL.search(text):
        return False
    return bool(KATAKANA.fullmatch(text) or HIRAGANA.fullmatch(text) or _MIXED.fullmatch(text))


def _only_a_person(reading: Reading, start: int, end: int) -> bool:
    """Whether `start`:`end` is a person's name and no other word: 門倉さん, but not トヨハシさん or みどりさん."""
    first = reading.index(start)
    parts = [token for token in reading.tokens[first:first + 4] if token.start < end] if first is not None else []
    return bool(parts) and all(part.kind in (Kind.FAMILY, Kind.GIVEN) or part.kind is Kind.SPACE for part in parts) and bool(KANJI.fullmatch(parts[0].surface))


def _telling(reading: Reading, start: int, end: int) -> bool:
    """Whether `start`:`end` is more than the person's name in it."""
    return not any(span.start <= start and end <= span.end for span in _near(reading.people, start, end))


_KIND_OF_PLACE = re.compile(
    r"(?:現地|積算|測量|探偵|芸能|(?:行政|司法)書士|土地家屋調査士)事務所|(?:コール|ホーム|ゲーム|受注|配送|リサイクル|カルチャー|デイサービス)センター|ドラッグストア|(?:ガソリン)?スタンド|スナック|サーカス|バレー(?:ボール)?|デバッグ|ミシン"
    r"|アナウンサー|パチンコ店?|ファミレス|キャバレー|ライブハウス|スイミング|フィットネス|ビジネスホテル|ペットショップ"
    r"|(?:英会話|料理|着付け?|ピアノ|ダンス|パソコン)(?:スクール|教室)|(?:農業|工業|商業|水産|定時制|普通)?高校|(?:中|小)学校|(?:修理|家具|木工|陶芸|ガラス|染色|革)工房|(?:[一-龥]{1,2}屋|漁師|農家)の組合|(?:製麺|製材|鉄工|造船|製糸|精米|養鶏|測量)所"
    r"|(?:給食|研修|介護|子育て支援|保健|検診)センター|(?:葬儀|出版|新聞|探偵|旅行)社|旅行会社|プラネタリウム|水族館|動物園|植物園|図書館|博物館|映画館|同(?:社|ホテル|店|院|校|館|園|庫|所|行|局)|(?:呉服|着物|洋服)の仕立て屋")
_TRADE_SHOP = re.compile(
    r"(?:引っ?越し?|看板|染物|弓具|鋳物|楽器|鍵|タイヤ|ラーメン|豆腐|お?花|本|お?米|お?酒|魚|八百|お?肉|パン|お?菓子|和菓子|洋菓子|お?茶|薬|靴|服|洋服|呉服|時計|眼鏡|メガネ|自転車|写真|文房?具|電器|電気|家具|畳|建具|塗装|解体|運送|印刷"
    r"|表具|骨董|古着|古本|金物|荒物|玩具|おもちゃ|ペンキ|はかり|便利|葬儀|仕出し|お?弁当|惣菜|そば|蕎麦|うどん|寿司|焼肉|喫茶"
    r"|定食|中華|天ぷら|うなぎ|焼き鳥|クリーニング|仕立て|帽子|傘|鞄|かばん|釣具|スポーツ用品|バイク|中古車|カー用品|時計修理の|染め)(?:屋|店|工房)(?:さん)?"
    r"|(?:缶詰|食品|製菓|部品|縫製|印刷|製本|塗装|金型|鋳造|漬物|かまぼこ|水産加工|パン|お?菓子|お?弁当|タイル|煉瓦|瓦|織物|染色|製麺|豆腐|電子部品|薬品|染物)工場|(?:味噌|酒|醤油)蔵|(?:遠洋の?)?(?:マグロ)?漁?船|(?:パン|菓子|木工|左官)職人")


class EmployerRecognizer(ReadingRecognizer):
    """Employers in statements about careers; `recognition_metadata["relation"]` is that of the statement."""

    ENTITY = "JP_EMPLOYER"

    def read(self, reading: Reading) -> list[RecognizerResult]:
        """The employers of every statement that names one, its own first."""
        from recognizers.career import relation_of

        return [self.result(reading, Span(start, end, career.score, career.reason), {"relation": relation_of(reading, career)}) for start, end, career in reading.employers]


def employers(reading: Reading) -> list[tuple[int, int, Career]]:
    """Where employers stand, and in which statements: what each was made of, and organizations beside it, 「南西ヘリと|アマミ航空|で」; schools are only where they were worked at."""
    found = []
    for career in reading.careers:
        own = career.employer
        if own is not None and not _only_a_word(reading, *own):
            found.append((*own, career))
        for one in reading.organizations_within(career.start, career.end):
            if one.end <= career.end and (own is None or one.end <= own[0] or own[1] <= one.start) and not _SCHOOL.search(reading.text, one.start, one.end) and one.score > _MODEL_ALONE and (
                    not _only_a_word(reading, one.start, one.end)):
                found.append((one.start, one.end, career))
    return found


_SCHOOL = re.compile(r"(?:大学|大学院|短大|高校|高専|学校|学院|学園|[一-龥]{1,3}科)\Z")
_MODEL_ALONE = 0.8  # the score of an organization that no rule found


def _only_a_word(reading: Reading, start: int, end: int) -> bool:
    """Whether an employer is one plain word of the dictionary, of which it knows what it means: 倉庫, 信用金庫, 鍛冶屋; nobody's name."""
    i = reading.index(start)
    if i is None or reading.tokens[i].kind is not Kind.NOUN:
        return False
    if _KIND_OF_PLACE.fullmatch(reading.text, start, end) or _TRADE_SHOP.fullmatch(reading.text, start, end):
        return True
    if reading.tokens[i].end < end:
        return False
    if KATAKANA.fullmatch(reading.text, start, end) or HIRAGANA.fullmatch(reading.text, start, end):
        return False  # firms take such words for their names: ルミナス, あけぼの
    return likeness(reading, start, end, polite=False) <= Likeness.PLAIN and bool(meanings().of(reading.tokens[i].surface))
