"""More training text from what was written by hand: the same messages with other names.

Only for training volume; nothing of it is ever measured with. Everything is drawn from a seeded source, so that the same
text comes out each time.
"""

from __future__ import annotations

import random
import re

from recognizers.model.tagged_text import TaggedText

_SURNAMES_LIST = """
    佐藤 鈴木 高橋 田中 伊藤 渡辺 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 清水 山崎 森 池田 橋本 阿部 石川 山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本
    斉藤 福田 太田 西村 藤井 金子 岡本 藤原 三浦 中野 原田 中川 松田 竹内 小野 田村 中山 和田 石田 森田 上田 原 内田 柴田 酒井 宮崎 横山 高木 安藤 宮本 大野 小島 谷口 工藤 今井 高田 増田 丸山 杉山 村田
    大塚 新井 小山 平野 藤本 河野 上野 野口 武田 松井 千葉 菅原 岩崎 久保 佐野 野村 木下 松尾 市川 菊地 古川 大西 島田 水野 桜井 高野 渡部 吉川 西田 飯田 北村 安田 五十嵐 川口 東 関 中田 平田 川崎 本田
    久保田 吉村 岩田 中西 服部 樋口 福島 川上 永井 松岡 田口 山中 森本 矢野 秋山 土屋 小松 大橋 馬場 浜田 松村 広瀬 石原 大島 小池 荒井 黒田 早川 堀 奥田 栗原 平井 関口 片山 横田 宮田 荒木 大久保 岡 石橋
    須藤 内藤 南 尾崎 北川 本間 辻 平山 熊谷 片岡 神田 田島 西川 星野 高山 児玉 望月 三宅 篠原 浅野 川村 沢田 白石 大石 吉岡 杉本 松下 甲斐 三好 桑原 岸 榎本 椎名 門脇 鷲尾 小鳥遊 四十物 勅使河原 月見里 東海林
    長谷部 伊集院 真壁 二階堂 不破 安孫子 蓮見 朝比奈 日下部 鴨下 瀬戸口 喜屋武 比嘉 金城 大城 仲村渠 阿久津 薄井 根岸 柿沼 茂木 生方 都築 各務 丹羽 鬼頭 神谷 鵜飼 安井 吹田 乾 楠 辰巳 巽 上村 下村 畑中 迫田 有馬 東郷
    泉 島 谷 堤 岡部 沖 榊 柏 桂 椿 楓 梶 梅原 桃井 栗山 柳 桐生 稲葉 麻生 菅 花岡 葛西 蒲生 露木 霧島 雨宮 雪野 風間 星 月岡 日野 朝倉 夕部 夏目 冬木 春日 秋元 北条 西園 南条 東山 金田 銀林 銅谷 鉄本 玉木 光井 一色
"""
_GIVEN_LIST = """
    一郎 太郎 健 健太 翔太 大輔 拓也 誠 隆 浩 修 剛 学 進 豊 博 明 望 光 恵 幸 薫 忍 美咲 陽子 恵子 由美子 裕子 直美 香織 愛 彩 結衣 美穂 千尋 真理 舞 玲奈 智子 久美子 純 悟 渉 亮 聡 徹 実 勝 清 茂 大地 陸 蓮 湊 樹 悠真
    陽菜 葵 凛 紬 さくら ひかり みさき はるか のぞみ あゆみ まどか 健一 健二 正雄 和夫 幸子 洋子 節子 文雄 義男 貴之 雅人 康平 慎太郎 龍之介 俊介 晃司 祐介 将太 直樹 直人 秀樹 英明 弘樹 宏 文彦 邦夫 幹雄 洋平 雄一 雄太 優 優子
    麻衣 麻美 奈々 菜摘 菜々子 亜希 亜由美 明日香 絵里 絵美 加奈 佳奈子 京子 沙織 早紀 志保 静香 典子 初美 春菜 仁 仁美 寛 瞳 弥生 千佳 知世 友里 友香 由紀 由香里 梨花 理恵 琴音 珠美 空 海斗 奏 響 詩織 一 二郎 三郎 四郎
"""
_FOREIGN_LIST = """
    マイケル・ハリス サラ・リー グエン・ヴァン・アン キム・ジフン チャン・ウェイ アンナ・シュミット ラージ・パテル マリア・サントス ジョン・ウォーカー トーマス・ベック エミリー・クラーク ハッサン・アリ ティ・ホア ソフィー・マルタン
    リ・ナ ダニエル・オコナー ミゲル・トーレス アイシャ・カーン オルガ・イワノワ ピーター・ヤン スミス ブラウン マルティネス クマール グエン チャン パク ウォン ロペス シュナイダー ジョンソン ミラー
"""
_STEMS_LIST = """
    青葉 みなと 東雲 北斗 南風 西陣 あけぼの ひばり つばめ 若草 白樺 銀河 朝日野 夕凪 潮見 汐見 磯辺 岩戸 霧ヶ峰 霞 花園 松風 竹取 梅林 桐花 藤棚 葵 茜 琥珀 瑠璃 翡翠 珊瑚 真珠 大和路 飛鳥 平城 難波津 浪速 筑紫 薩摩路 肥後 豊後 土佐路 伊予 讃岐 安芸 備前 播磨 丹波
    但馬 若狭 越前 加賀 能登 越後 信濃 甲州 駿河 遠州 三河 尾張 美濃 近江 山城 武蔵野 上総 下総 常陸 下野 上州 奥羽 津軽 南部 蝦夷 オリーブ コスモ アルファ ベガ シリウス リゲル アトラス フォルテ ソナタ カノン ルミナ クレスト ノヴァ テラ アクアス ヴェルデ グラン プリモ ネオ ユニゾン
    ハーモニー ブリッジ コンパス アンカー ハーバー セイル ウィング ブルーム リーフ ルーツ シード グロウ ビーコン シグナル パルス ロジカ データム クオーツ ニムバス スカイラーク キツツキ カワセミ ヤマドリ トビウオ クジラ イルカ ラッコ コトリ こもれび せせらぎ そよかぜ ほほえみ ひだまり あおば
    わかば ふたば みずほの さざなみ つむぎ いろは かなで のぞみ きずな めぐみ すずらん たんぽぽ れんげ なのはな まごころ ABC NK TKS M&K KSP YMT Lumen Northfield Bluewave Orchid 八雲 千歳 七星 五色 双葉
    四ツ葉 丸二 三ツ星 大和屋敷 富士見台 夢工房 暮らしの森 まちのわ 空と海 風の丘 月うさぎ こぐま座 ほしぞら とまり木 はぐくみ つなぐ ここから いちばん星 なないろ トコトコ ソラシド ポラリス エトワール ミモザ ラズリ プリズム カラフル ステラ モザイク フロンティア クローバー マーレ リュミエール Kaede Minori Sora Trellis Evergrow
"""
_TRADES_LIST = """
    商事 工業 製作所 システム システムズ 電機 電子 化学 製薬 物産 運輸 物流 倉庫 建設 工務店 不動産 住宅 銀行 信用金庫 証券 保険 リース ソフト ソリューションズ テクノロジー データ フーズ 食品 酒造 醤油 水産 印刷 出版 新聞 鉄工所 精機 精工 金属 化成 紙業 繊維 興業 産業 観光 交通 バス タクシー ホテル 旅館
    病院 総合病院 クリニック 医院 薬局 大学 高校 学園 幼稚園 保育園 法律事務所 会計事務所 税理士法人 設計事務所 デザイン 広告 企画 プランニング メディア スタジオ ホールディングス グループ パートナーズ コンサルティング 人材 スタッフ ケア 介護センター デイサービス 農園 牧場 農協 漁協 生協 商店 商会 堂 屋 庵 本舗 書店 酒店 製菓 製パン 珈琲
    ロジ ロジスティクス エナジー 電力 ガス 水道サービス 設備 塗装 造園 警備 清掃 リサイクル 環境 測量 通信 ネット ラボ ワークス ファクトリー ハウス ホーム 不動産販売 自動車 モータース 整備 機工 鋼業 硝子 セラミックス 窯業 木材 家具 楽器 玩具 スポーツ フィットネス トラベル 航空サービス 海運 造船 重工
"""
_SURNAMES, _GIVEN, _FOREIGN = _SURNAMES_LIST.split(), _GIVEN_LIST.split(), _FOREIGN_LIST.split()
_STEMS, _TRADES = _STEMS_LIST.split(), _TRADES_LIST.split()
_BEFORE = ("株式会社", "株式会社", "株式会社", "(株)", "㈱", "有限会社", "合同会社", "医療法人", "一般社団法人", "学校法人")
_AFTER = ("株式会社", "株式会社", "(株)", "㈱", "有限会社", "合同会社")
_LATIN = re.compile(r"[A-Za-z .'-]+")
_KATAKANA = re.compile(r"[ァ-ヺー・= ]+")
_HIRAGANA = re.compile(r"[ぁ-んー]+")


def renamed(text: TaggedText, dice: random.Random) -> TaggedText:
    """`text` with every name replaced by one of its kind; a name that comes again is replaced alike."""
    chosen: dict[tuple[str, str], str] = {}
    named = sorted(tag for tag in text.tags if tag[2] in ("PERSON", "ORG", "EMPLOYER"))
    pieces: list[str] = []
    moved: list[tuple[int, int]] = []  # (where it stood, by how much what follows is shifted)
    done = shift = 0
    for start, end, label in named:
        if start < done:
            continue
        old = text.text[start:end]
        key = (old, "P" if label == "PERSON" else "O")
        new = chosen.setdefault(key, person_like(old, dice) if key[1] == "P" else company_like(old, dice))
        pieces += [text.text[done:start], new]
        done = end
        shift += len(new) - len(old)
        moved.append((end, shift))
    pieces.append(text.text[done:])

    def at(place: int) -> int:
        return place + max((s for s in moved if s[0] <= place), default=(0, 0))[1]

    tags = tuple((at(start), at(end), label) for start, end, label in text.tags)
    return TaggedText(f"{text.source}, renamed", text.key, "".join(pieces), tags)


def person_like(old: str, dice: random.Random) -> str:
    """Another name written as `old` is: surname alone, both halves with or without a space, foreign, in Latin letters."""
    if _LATIN.fullmatch(old) or "\n" in old:
        return old
    if _KATAKANA.fullmatch(old):
        return dice.choice(_FOREIGN) if "・" in old or dice.random() < 0.5 else dice.choice([name for name in _FOREIGN if "・" not in name])
    if _HIRAGANA.fullmatch(old):
        return old
    for space in ("　", " "):
        if space in old:
            return dice.choice(_SURNAMES) + space + dice.choice(_GIVEN)
    if len(old) <= 2 or old in _SURNAMES:
        return dice.choice(_SURNAMES) if dice.random() < 0.9 else dice.choice(_GIVEN)
    return dice.choice(_SURNAMES) + dice.choice(_GIVEN)


def company_like(old: str, dice: random.Random) -> str:
    """Another organization, with a legal form where `old` has one; one time in four the same."""
    if dice.random() < 0.25:
        return old
    core = company(dice)
    if re.match(r"(?:株式|有限|合同)会社|[(（]株[)）]|㈱|(?:医療|学校|一般社団)法人", old):
        return dice.choice(_BEFORE) + core
    if re.search(r"(?:(?:株式|有限|合同)会社|[(（]株[)）]|㈱)$", old):
        return core + dice.choice(_AFTER)
    return core


def company(dice: random.Random) -> str:
    """A company's name without legal form: mostly a stem and a trade."""
    kind = dice.random()
    if kind < 0.12:
        return dice.choice(_STEMS)
    if kind < 0.2:
        return dice.choice(_SURNAMES) + dice.choice(_TRADES)
    return dice.choice(_STEMS) + dice.choice(_TRADES)
