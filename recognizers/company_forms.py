"""Organizations that show by their form: a legal form at either end, a suffix of trade or office, 御中.

Sources: those of `legal_forms.py`; suffixes are those of trade names as they are registered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from recognizers.legal_forms import LEGAL
from recognizers.nlp import Kind
from recognizers.occurrences import occurrences
from recognizers.prefilter import opening
from recognizers.reading import HIRAGANA, KANJI, KATAKANA, NOUNS, Reading, Span, disjoint

_LEGAL = re.compile(LEGAL)
AS_BANKS_WRITE = re.compile(
    r"(?<![ァ-ヴー])(?:(?:カ|ユ|ド|シヤ|ザイ|ガク|フク|シユウ)\)[ァ-ヴー]{4,20}(?![ァ-ヴーぁ-ん])|[ァ-ヴー]{4,20}\((?:カ|ユ|ド|シヤ|ザイ|ガク|フク|シユウ)(?:\)|(?=[ \n]|\Z)))"
    r"|(?<![ァ-ヴー])[ァ-ヴー]{2,24}(?:クミアイ|シンヨウキンコ|ノウキ[ヨョ]ウ|コウギ[ヨョ]ウ|サンギ[ヨョ]ウ|コウムテン|セイサクシ?[ヨョジ]{1,2}|シ[ヨョ]ウテン|シ[ヨョ]ウカイ|シ[ヨョ]ウジ|ケンセツ|フドウサン|インサツ|ウンソウ|ビ[ヨョ]ウイン|ガクエン|ガ[ツッ]コウ|キ[ヨョ]ウカイ|ホウジン|ジムシ[ヨョ])(?![ァ-ヴー])")
"""An account holder with the legal form as transfers shorten it (全国銀行協会, 法人略語): カ)ヤマビコインサツ, ヤマビコインサツ(ユ; or with its trade in katakana."""
_ENGLISH_LEGAL = re.compile(
    r"(?<![A-Za-z])[A-Z][A-Za-z0-9&.'-]{1,20}(?: [A-Z][A-Za-z0-9&.'-]{1,20}){0,4},? (?:Co\., ?Ltd|Inc|Ltd|K\.K|LLC|Corp(?:oration)?|Limited|GmbH|S\.A|Company)\b\.?", re.ASCII)

STRONG_SUFFIX = (
    r"銀行|信用金庫|信金|信組|信用組合|農協|商事|商店|商会|商工|工務店|製作所|製薬|製菓|製パン|製鋼|製鉄|製紙|製糸|紡績|電機|電工|電器|電子|電業|電設|工業|工営|工機|産業|興業|興産|建設|建工|建材|組合"
    r"|典礼|葬祭|建築設計事務所|設計事務所|設計|物産|物流|運輸|運送|通運|陸運|海運|汽船|倉庫|不動産|地所|住宅|住建|ハウジング|ホーム(?=$|[^ァ-ヴー])|保険|生命|損保|海上|火災|証券|信託|リース|ファイナンス|クレジット"
    r"|ホールディングス|HD(?![DA-Za-z])|グループ|大学院|大学|短大|高専|高校|高等学校|中学校|小学校|学園|学院|専門学校|幼稚園|保育園|こども園|予備校|塾|(?:大学|市民|総合|中央|県立|市立|共済|記念)?病院|クリニック|医院|診療所|歯科|薬局|薬品|市役所|区役所|役所|町役場|村役場|役場|県庁|府庁|都庁|道庁"
    r"|警察署|消防署|消防本部|警察本部|税務署|労基署|法務局|労働局|財務局|研究所|総研|総合研究所|事務所|食品|フーズ|酒造|醸造|水産|漁業|農園|牧場|化学|化成品?|化工|油化|石油|石炭|鉱業|金属|鉄鋼|鋼業|鉄工所?|鉄工|精機|精工|精密|機械|機工|機器|重工|造船|車輌|車両|自動車|モーターズ|モータース|オート"
    r"|印刷|出版|新聞社?|書房|書店|書院|放送局?|テレビ|広告社|広告|企画|観光|交通|タクシー|バス|電鉄|鉄道|航空|電力|瓦斯|ガス(?=$|[^ァ-ヴー])|水道|通信|通商|貿易|商船|旅館|ホテル|百貨店|デパート|スーパー|ストアーズ?|ストア|マート|薬粧"
    r"|ソリューションズ?|テクノロジーズ?|テクノス|テック|エンジニアリング|コンサルティング|システムズ|パートナーズ|ファーマ|診断薬|試薬|メディカル|ロジスティクス|エレクトロニクス|エナジー|キャピタル|アセット|トラスト|ケミカル|マテリアル|インダストリーズ?|プロダクション|プランニング"
    r"|技研|技術研究所|総業|総建|塗装|塗料|土木|土建|造園|園芸|石材|木材|製材|硝子|ガラス|紙業|紙工|紙器|繊維|染工|縫製|被服|衣料|家具|時計|楽器|玩具|製粉|製麺|製茶|茶園|青果|精肉|米穀|畜産|養鶏|ゴム|樹脂|プラスチック|化粧品|美容院|会計|測量|警備|清掃|商運|本舗|本店|堂|屋|庵|亭|舎|社"
)
_WEAK_LIST = """
    舎 社 塾
    堂 屋 庵 亭 本店 設計 企画 会計 観光 交通 通信 保険 生命 火災 海上 機械 機器 自動車 住宅 不動産 ガラス 家具 時計 衣料 ゴム 樹脂 金属 繊維 化粧品 薬品 食品 バス
    タクシー テレビ スーパー ホテル 旅館 放送 出版 印刷 広告 水道 ガス 石油 リース クレジット 信託 証券 事務所 グループ メディカル キャピタル アセット コンサルティング
    エンジニアリング ソリューション オート トラスト マテリアル 測量 警備 清掃 塗装 塗料 土木 鉄鋼 組合 精密 電子 電器 水産 化学 木材 石材 物流 運送 倉庫 建設 建材 産業
    工業 機工 航空 鉄道 電力 ホーム 新聞 大学 高校 病院 銀行 農園 農協 歯科 薬局 研究所 出版社 保育園 幼稚園 小学校 中学校 大学院 専門学校 学院 学園 クリニック 医院
    診療所
"""
_WEAK = frozenset(_WEAK_LIST.split())
"""Suffixes that are plain words as well: what stands before them must look like a name."""

_SUFFIX = re.compile(f"(?:{STRONG_SUFFIX})")
_PRODUCT_SUFFIX = re.compile(
    r"通販|珈琲|コーヒー|喫茶|鉄骨|車体|配送|急送|急便|商運|硝子|サッシ|倶楽部|クラブ|動物病院|木工所|木工|建築|建具|畳店|酒店|書籍|テレコム|シャッター|ペイント|インキ|インク|セメント|計装|計測|計算センター|公民館|図書館|美術館|博物館|体育館|児童館|会館|商工会(?:議所)?|信託銀行|ジョブズ|キッチン|ダイニング|食品店|菓子店|茶舗|染物店|写真館"
    r"|印房|文具|書道|美容室|理容|鍼灸院|整骨院|接骨院|助産院|療養所|老人ホーム|苑|寺|神社|教会|農産|林業|製材所|製麺所|製氷|冷蔵|冷凍|青果市場|市場|配管|鋼管|鋼材|板金|金型|鋳造|鍛造|めっき|メッキ|熱処理|研磨|切削|プレス|バルブ|ポンプ|モーター|ベアリング|スプリング|ケーブル|電線|光学|レンズ|カメラ|時計店|眼鏡|メガネ|薬粧|調剤|訪問看護"
    r"|デイサービス|介護|シルバー|保育|学習塾|ゼミナール|スクール|アカデミー|出版社|編集|アド|広宣|宣伝|PR|映像|アニメ|ゲームス?|ピクチャーズ|レコード|ミュージック|スポーツ|フィットネス|ゴルフ|トラベル|旅行|ツアー|イン|リゾート|証券会社|アセット|総合|システム|サービス|ツアーズ|ツーリスト|トレード|エージェント|エージェンシー|製缶|鉄筋|美装|電通"
    r"|電算|電装|計測|計器|産機|空調|設備|カフェ|レストラン|食堂|サロン|ベーカリー|人材|デザイン|ネットワーク|ネット|コミュニケーションズ?|クリエイト|クラフト|ワークス|ラボ|スタジオ|ハウス|ケア|フード|トレーディング|ジャパン|プロモーション|ライフ|サイエンス|データ|リンク|ソフト|ソフトウェア|工房|工芸|サポート|センター|カンパニー|エステート|ビルド|パーツ"
)
_GENERIC_LIST = """
    弊社 当社 御社 貴社 同社 他社 各社 自社 会社 前 後 同 本 当 各 全 某 両 他 新 旧 地方 都市 都内 市内 県内 国内 海外 外資 外資系 大手 中小 中堅 総合 国立
    公立 私立 県立 市立 町立 都立 国公立 有名 地元 民間 専門 一般 取引 主要 提携 指定 契約 関連 関係 メイン メガ ネット 投資 政府 中央 信託 普通 商業 損害 生命 医療
    健康 雇用 社会 労災 厚生 介護 自動車 火災 地震 海上 傷害 団体 個人 法人 賠償 責任 住宅 賃貸 売買 建売 注文 分譲 木造 大学 附属 付属 出身 母校 高等 小 中 高
    短期 女子 工科 医科 在庫 管理 会計 基幹 業務 販売 勤怠 給与 人事 顧客 受発注 生産 購買 予約 決済 配信 監視 運用 保守 開発 情報 クラウド オンライン 社内 社外 営業
    経理 総務 製造 建設 土木 運輸 サービス 不動産 飲食 食品 化学 電機 機械 繊維 鉄鋼 金融 保険 証券 電力 ガス 通信 IT 第一次 第二次 第三次 基礎 応用 共同 先端
    最先端 インフラ 観光 文化 農林 水産 伝統 地場 重 軽 主力 基幹 成長 衰退 音楽 出版 印刷 広告 映像 美容 福祉 教育 学習 動物 救急 入院 通院 転院 かかりつけ 近所
    近く 隣 駅前 最寄り 最寄 法律 税理士 会計士 弁護士 司法書士 建築 設計 電子 電気 太陽光 再生 自然 プロパン 都市 天然 路線 高速 観光 通勤 貸切 夜行 送迎 格安 定期
    国際 国内線 貨物 地下 鉄道 私鉄 地域 学生 労働 協同 共済 企業 事業 相手 先方 本社 支社 作業 グループ 子 親 関東 関西 東日本 西日本 首都圏 当該 該当 複数 数 何
    どこ その この あの 昔 今 元 次 別 進学 個別 個別指導 指導 補習 そろばん 書道 英語 幼児
"""
_GENERIC = frozenset(_GENERIC_LIST.split())
"""What may stand before a suffix without making it a name: 都市銀行, 総合病院, 在庫管理システム."""

_NAME_CHARS = re.compile(r"[0-9A-Za-zぁ-ゖァ-ヺー々〆一-鿿㐀-䶿豈-﫿・&＆.\-ヶ]")
_STOPS = re.compile(r"(?:本社|支社|支店|営業所|工場|出張所|事業部|事業本部|[一-鿿ァ-ヴー]{1,12}(?:部|課|室|係|本部|グループ|チーム|センター)(?=[ \n]|$)|代表取締役|取締役|御中|様|各位|殿|宛|行き)")
_LEFT_STOPS_LIST = """
    弊社 当社 御社 貴社 同社 および 及び 並びに または 元 前 旧 現 某 同 各 他 新 担当 所属 勤務先 会社名 社名 貴社名 商号 屋号 宛先 送付先 請求先 納品先 発行元
    販売元 製造元 発注先 仕入先 取引先 以前 昔 今 現在 当時 先日 先月 昨年 去年 今年 今回 本日 昨日 前回 次回 当初 今月 来月
"""
_LEFT_STOPS = frozenset(_LEFT_STOPS_LIST.split())
_MAX = 30


def companies_by_form(reading: Reading) -> list[Span]:
    """Organizations by form, in text order, disjoint, then every other place where a name so found stands."""
    found = list(_by_legal_form(reading))
    found += [Span(m.start(), m.end(), 0.9, "English legal form") for m in _ENGLISH_LEGAL.finditer(reading.text)]
    found += [Span(m.start(), m.end(), 0.9, "a firm as account holders are written") for m in AS_BANKS_WRITE.finditer(reading.text)]
    found += _by_suffix(reading)
    found += _builders(reading)
    found += _in_kana(reading)
    found += _before_onchu(reading)
    found += [Span(start, end, 0.6, "the model's organization") for label, start, end in reading.found if label == "ORGANIZATION"]
    found += _listed(reading)
    kept = [span for span in disjoint(found) if reading.text[span.start:span.end] not in reading.lists.no_companies]
    return agreeing(reading, kept)


def _by_legal_form(reading: Reading) -> Iterator[Span]:
    for match in opening(_LEGAL).matches(reading.text):
        start, end = match.span()
        after = _name_after(reading, end)
        before = _name_before(reading, start)
        if after > end and (before == start or not _touches(reading.text, start)):
            yield Span(start, after, 0.95, "legal form before the name")
        elif before < start:
            yield Span(before, end, 0.95, "legal form after the name")
        elif after > end:
            yield Span(start, after, 0.9, "legal form before the name")


def _touches(text: str, at: int) -> bool:
    return at > 0 and bool(_NAME_CHARS.match(text[at - 1]))


def _name_after(reading: Reading, at: int) -> int:
    """Where the name that begins at `at` (a space may come first) ends; `at` when there is none."""
    text = reading.text
    begin = at + 1 if text[at:at + 1] == " " else at
    if (stop := _STOPS.match(text, begin)) and stop.end() < begin + 14:
        return at
    i = reading.index(begin)
    if i is None:
        i = reading.index_before(begin) + 1
    end = begin
    while i < len(reading.tokens) and reading.tokens[i].end - begin <= _MAX:
        token = reading.tokens[i]
        first = end == begin
        if token.kind in (Kind.SPACE, Kind.PARTICLE, Kind.AUXILIARY) and not (
                token.kind is not Kind.SPACE and not first and _inside_name(reading, i)):
            break
        if not first and (stop := _STOPS.match(text, token.start)) and stop.start() == token.start:
            break
        if token.kind is Kind.SYMBOL and (first or token.surface not in "・&.-"):
            break
        if token.kind in (Kind.VERB, Kind.ADJECTIVE, Kind.ADVERB, Kind.PRONOUN) and not first:
            break
        if token.kind is Kind.SUFFIX and token.surface in ("様", "さん", "さま", "殿", "御中", "側", "内", "向け", "宛", "宛て", "等", "など"):
            break
        end = token.end
        i += 1
    return end if end > begin else at


def _inside_name(reading: Reading, i: int) -> bool:
    """の, ノ and the like between two parts written without a break: 丸の内, 緑の森 (only where a suffix follows)."""
    return reading.tokens[i].surface in ("の", "ノ") and i + 2 < len(reading.tokens) and bool(_SUFFIX.fullmatch(reading.tokens[i + 2].surface))


_TO_THE_LEFT = re.compile(r"(?:\A|(?<=[\n\t|。]))[> \t]{0,4}(?P<rest>(?![^\n]{0,6}(?:[はがをへ]|から|まで|より|にて|です|ます|した|こと|たち))[一-龥々ぁ-ゖァ-ヴー]{1,6})\Z")
_LINE_ENDS = re.compile(r"[^ \n様御:：]{1,6}(?:[ \n:：の]|様|御中|\Z)")


def _whole_line(text: str, begin: int, form: int) -> int:
    """Where a name begins that opens its line or cell with words that are no names: 酒のみ|マート株式会社, 彼方|精機株式会社; else `begin`."""
    left = _TO_THE_LEFT.search(text, max(0, begin - 12), begin)
    if left is None or left["rest"] in _LEFT_STOPS or not _LINE_ENDS.match(text, form):
        return begin
    return left.start("rest")


_KANA_FIRST = re.compile(r"(?:^|(?<=[\n \t「『(]))[ぁ-ゖー]{2,4}\Z")
_NO_BEGINNING = frozenset((Kind.ADVERB, Kind.PRONOUN, Kind.PARTICLE))


def _name_before(reading: Reading, at: int) -> int:
    """Where the name that ends at `at` begins; `at` when there is none."""
    i = reading.index_before(at)
    end = at
    if i >= 0 and reading.tokens[i].kind is Kind.SPACE and reading.tokens[i].surface == " " and reading.tokens[i].end == at:
        end = reading.tokens[i].start
        i -= 1
    begin = end
    while i >= 0 and end - reading.tokens[i].start <= _MAX and reading.tokens[i].end == begin:
        token = reading.tokens[i]
        if token.surface in _LEFT_STOPS or token.kind in (Kind.SPACE, Kind.PARTICLE, Kind.AUXILIARY, Kind.PRONOUN, Kind.ADVERB):
            break
        if token.kind is Kind.SYMBOL and token.surface not in ("・", "&", "-", "."):
            break
        if token.kind is Kind.VERB and begin == end:
            break
        begin = token.start
        i -= 1
    kana = _KANA_FIRST.search(reading.text, max(0, begin - 5), begin) if begin < end else None
    if kana is not None and kana.group() not in _NO_NAME_IN_KANA and not reading.kinds(kana.group()) & _NO_BEGINNING:
        begin = kana.start()  # a line or a cell begins with kana that the dictionary takes for a verb: つく|も事務機株式会社
    begin = _whole_line(reading.text, begin, at) if begin < end else begin
    while begin < end and reading.text[begin] in "・&-.の":
        begin += 1
    return begin if begin < end else at


def _by_suffix(reading: Reading) -> Iterator[Span]:
    """A name-like word or two before a suffix of trade or office; products and kinds of business are none."""
    tokens = reading.tokens
    for i, token in enumerate(tokens):
        if token.kind not in (Kind.NOUN, Kind.PROPER, Kind.SUFFIX, Kind.FAMILY, Kind.PLACE):
            continue
        suffix, tail = _ending(token.surface)
        if not suffix:
            # one word of the dictionary or unknown to it: ひびき銀行 as one, みどり商事
            if not 2 <= tail <= 14 or not (token.kind is Kind.PROPER or token.oov):
                continue
            if _followed_by_more(reading, i):
                continue
            begin = _extend(reading, i)
            yield Span(begin, token.end, 0.7, "name and suffix of trade")
            continue
        if _followed_by_more(reading, i):
            continue
        begin = _extend(reading, i)
        if begin < token.start:
            weak = token.surface in _WEAK
            if _looks_like_name(reading, begin, i, weak):
                yield Span(begin, token.end, 0.7 if weak else 0.8, "name and suffix of trade or office")


_BUILDERS = re.compile(r"(?<![一-龥々])(?P<whose>[一-龥々]{2,3})組(?=[ ]?(?:様|さま|さん|御中)(?!たち))")


def _builders(reading: Reading) -> Iterator[Span]:
    """A builder called by its founder's surname: 本間組さま; not 年長組さん."""
    for match in opening(_BUILDERS).matches(reading.text):
        if Kind.FAMILY in reading.kinds(match["whose"]):
            yield Span(*match.span(), 0.9, "a surname and 組 before an honorific")


_AFTER_KANA = re.compile(
    r"(?:製薬|商事|製作所|食品|物産|建設|工業|電機|電工|システムズ?|ソフト|不動産|工務店|銀行|信用金庫|運輸|産業|印刷|商会|商店|病院|クリニック|薬局|保育園|出版|書房|証券|リース|ホールディングス|学園|塾|設計|保険)"
    r"(?=の(?=[^\s。、はがを]{1,12}(?:です|と申|でござ|様|さん|より))|、|様|さん|\(|\)|」|』|$|\n| )", re.MULTILINE)
_KANA_BEFORE = re.compile(r"(?:^|(?<=[\n「『(、・/> ]))[ぁ-ん]{2,6}\Z", re.MULTILINE)
_NO_NAME_IN_KANA_LIST = """
    また その この あの どの ほか なお いつも どこか すべて あと いま まだ もう ある ため など および まず つぎ さらに または かつ ただし とくに おもに ほぼ どうぞ
    ぜひ ともに ときに おなじ よその うちの よくある
"""
_NO_NAME_IN_KANA = frozenset(_NO_NAME_IN_KANA_LIST.split())
_PARTICLES = ("の", "は", "が", "を", "に", "で", "も", "た", "な", "い", "る")


def _in_kana(reading: Reading) -> Iterator[Span]:
    """A trade after a name in hiragana, which the dictionary takes for particles: ひので製薬の小野寺です."""
    for match in opening(_AFTER_KANA).matches(reading.text):
        kana = _KANA_BEFORE.search(reading.text, max(0, match.start() - 6), match.start())
        if kana is None:
            continue
        core, kinds = kana.group(), reading.kinds(kana.group())
        named = bool(kinds & _NAMING) or Kind.NOUN in kinds or (not kinds and not core.endswith(_PARTICLES))
        if named and core not in _NO_NAME_IN_KANA and core not in _LEFT_STOPS:
            yield Span(kana.start(), match.end(), 0.85, "a name in hiragana and a trade")


_TAIL = re.compile(f"(?:{STRONG_SUFFIX})$")


@lru_cache(maxsize=16_384)
def _ending(surface: str) -> tuple[bool, int]:
    """Whether `surface` is a suffix of trade or office, and where one begins that it ends in, -1 where none does."""
    tail = _TAIL.search(surface)
    return bool(_SUFFIX.fullmatch(surface)), tail.start() if tail else -1


_PRODUCT_TAIL = re.compile(f"(?:{_PRODUCT_SUFFIX.pattern})$")


def _followed_by_more(reading: Reading, i: int) -> bool:
    """Whether the word goes on after the suffix at `i` in one that is no department: 銀行員, 工業会, 大学生."""
    if i + 1 >= len(reading.tokens):
        return False
    following = reading.tokens[i + 1]
    if following.start != reading.tokens[i].end:
        return False
    if _SUFFIX.fullmatch(following.surface) or _PRODUCT_SUFFIX.fullmatch(following.surface):
        return True
    return following.surface in ("員", "生", "会", "法", "界", "業", "用", "化", "家", "料", "費", "証", "金", "券", "口座", "間", "駅", "系", "制度", "保険", "型", "機")


def _extend(reading: Reading, i: int) -> int:
    """Where the noun run before the morpheme at `i` begins, at most six morphemes to the left."""
    tokens = reading.tokens
    begin, k = tokens[i].start, i - 1
    while k >= 0 and i - k <= 6 and tokens[k].end == begin and begin - tokens[k].start <= 20:
        token = tokens[k]
        if token.surface in _LEFT_STOPS or token.surface in ("年", "月", "日", "年間", "年目", "時", "名", "社", "件"):
            break
        if token.kind in NOUNS or (token.kind is Kind.PREFIX and token.surface not in ("お", "ご", "御")) or token.surface in ("・", "&"):
            if token.kind is Kind.NUMBER and token.surface.isascii():
                break
        elif (token.kind is Kind.SUFFIX and token.surface not in ("様", "さん", "さま", "氏", "殿", "御中", "長")) or (token.surface == "の" and k > 0 and tokens[k - 1].kind is Kind.PLACE and len(tokens[k - 1].surface) <= 2):
            pass
        elif is_other_word(reading, k) and (
                k == 0 or tokens[k - 1].kind in (Kind.SPACE, Kind.SYMBOL, Kind.PARTICLE)):
            begin = token.start  # ひびき, あおば: a name that is a word
            break
        else:
            break
        begin = token.start
        k -= 1
    text = reading.text
    while begin < tokens[i].start and text[begin] in "・&の":
        begin += 1
    return begin


HIRA = re.compile("[ぁ-ゖー]+")


def is_other_word(reading: Reading, k: int) -> bool:
    """Whether the morpheme at `k`, no noun here, is a name or noun elsewhere: ひびき, あおば, かなえ."""
    token = reading.tokens[k]
    return (token.kind in (Kind.VERB, Kind.ADJECTIVE, Kind.ADVERB) and len(token.surface) >= 3 and bool(HIRA.fullmatch(token.surface))
            and not reading.kinds(token.surface).isdisjoint(_NAMING))


_NAMING = frozenset((Kind.FAMILY, Kind.GIVEN, Kind.PERSON, Kind.PLACE, Kind.PROPER))


def trade_word(surface: str) -> bool:
    """Whether `surface` ends in a suffix of trade or office."""
    return bool(_TAIL.search(surface) or _PRODUCT_TAIL.search(surface))


def named_by_suffix(reading: Reading, start: int, end: int) -> bool:
    """Whether `start`:`end` is a word that is no kind of business and a suffix of trade: オリーブ不動産."""
    last = reading.index_before(end)
    if last < 1 or reading.tokens[last].end != end or reading.tokens[last].start <= start:
        return False
    if not (_SUFFIX.fullmatch(reading.tokens[last].surface) or _PRODUCT_SUFFIX.fullmatch(reading.tokens[last].surface)):
        return False
    return _looks_like_name(reading, start, last, False)


def _looks_like_name(reading: Reading, begin: int, i: int, weak: bool) -> bool:
    """Whether what stands between `begin` and the suffix at `i` names somebody, rather than says what kind it is."""
    name = reading.text[begin:reading.tokens[i].start]
    first = reading.index(begin)
    parts = reading.tokens[first:i] if first is not None else []
    if not name or name in _GENERIC or all(part.surface in _GENERIC or part.kind in (Kind.PREFIX, Kind.NUMBER) for part in parts):
        return False
    telling = [part for part in parts if part.surface not in _GENERIC]
    proper = any(part.kind in (Kind.FAMILY, Kind.GIVEN, Kind.PERSON, Kind.PLACE, Kind.PROPER) or part.oov
                 or (not KANJI.fullmatch(part.surface) and not reading.kinds(part.surface).isdisjoint(_NAMING)) for part in telling)
    if proper:
        return True
    if weak:
        # ほしぞら薬局: kinds of business are written in kanji
        return bool(telling) and len(parts) <= 3 and len(telling[0].surface) >= 2 and bool(HIRA.match(name)) and parts[-1].kind in NOUNS and parts[0].kind not in (Kind.PRONOUN, Kind.PARTICLE, Kind.PREFIX)
    # a plain word or two: 青空, みどり, 光; long compounds are descriptions
    return len(name) <= 6 and (len(telling) == len(parts) or len(parts) <= 2)


def _before_onchu(reading: Reading) -> Iterator[Span]:
    """What stands before 御中, department cut off."""
    at = reading.text.find("御中")
    while at >= 0:
        begin = reading.text.rfind("\n", max(0, at - 40), at) + 1
        text = reading.text[max(begin, at - 40):at].rstrip()
        offset = max(begin, at - 40)
        words = re.match(r"[>| ]*([^\s>|。、]{2,30})", text)
        if words and not re.search(r"(?:部|課|室|係|局|支店|センター|営業所|工場|グループ|委員会|担当|各位)$", words.group(1)):
            yield Span(offset + words.start(1), offset + words.end(1), 0.8, "before 御中")
        at = reading.text.find("御中", at + 2)


def _listed(reading: Reading) -> Iterator[Span]:
    for name in reading.lists.companies:
        at = reading.text.find(name)
        while at >= 0:
            yield Span(at, at + len(name), 0.95, "in the list of companies")
            at = reading.text.find(name, at + len(name))


_FORM_EDGES = re.compile(f"^(?:{LEGAL}) ?| ?(?:{LEGAL})$")
_AGREE_LIMIT = 200


def agreeing(reading: Reading, found: list[Span]) -> list[Span]:
    """`found`, and the other places where the same names stand, with or without their legal form."""
    names: dict[str, None] = {}
    for span in found:
        whole = reading.text[span.start:span.end]
        bare = _FORM_EDGES.sub("", whole).strip()
        for name in (whole, bare):
            if len(name) >= 3 or (len(name) == 2 and KATAKANA.fullmatch(name)):
                names.setdefault(name)
    wanted = list(names)[:_AGREE_LIMIT]
    if not wanted:
        return found
    more = [Span(start, end, 0.65, "named as an organization elsewhere in the text")
            for start, end in occurrences(reading.text, wanted) if reading.index(start) is not None and _ends_word(reading, end)]
    if not more:
        return found
    longest = {one.start: one.end for one in sorted(more)}
    extended = [one._replace(end=longest[one.start]) if HIRAGANA.fullmatch(reading.text[one.end:longest.get(one.start, 0)]) else one for one in found]  # 葉月茶舗|いするぎ
    return disjoint([*extended, *more])


def _ends_word(reading: Reading, end: int) -> bool:
    """Whether a morpheme ends at `end` and no noun goes on there."""
    i = reading.index_before(end)
    if i < 0 or reading.tokens[i].end != end:
        return False
    if i + 1 >= len(reading.tokens) or reading.tokens[i + 1].start != end:
        return True
    following = reading.tokens[i + 1]
    return not (following.kind in (Kind.NOUN, Kind.PROPER) and bool(KANJI.match(following.surface) or KATAKANA.match(following.surface))
                and not _STOPS.match(reading.text, following.start) and following.kind is Kind.PROPER)
