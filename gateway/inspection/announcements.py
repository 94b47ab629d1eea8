"""Appointments that are published: read on a site, in a gazette, an industry's paper, or the company's own release."""

from __future__ import annotations

import re

from gateway.inspection.passage import Passage

_PRESS = re.compile(r"プレスリリース|ニュースリリース|報道(?:関係|機関)|役員(?:人事|異動)|人事異動のお知らせ|就任のお知らせ|役員の異動|代表取締役(?:の)?(?:異動|交代)|公表|開示|発表(?:いた|し|され|があ)|公式(?:サイト|発表)|新聞(?:で|に|によ)|日経")
_RELEASE = re.compile(
    r"報道発表|プレス(?:発表|向け)|解禁(?:時刻|日時)|開示文|人事欄|異動を決議|報道関係(?:者)?(?:各位)?|プレスリリース|ニュースリリース|News Release|NEWS RELEASE|代表取締役の異動|役員(?:人事|の?異動|の?選任|の?改選)|社長交代"
    r"|就任のお知らせ|(?:人事|組織)(?:異動|変更)(?:の|に関する)?(?:お知らせ|ご案内|通知)|(?<!た)(?<!る)辞令(?!が)"
)
_PUBLISHED = re.compile(
    r"発表文|プレス(?:原稿|文)|(?:リリース|開示)(?:文|原稿|案)"
    r"|(?:ホームページ|ウェブサイト|公式サイト|訃報欄|お悔やみ欄|官報|公報|有価証券報告書|適時開示|プレスリリース|ニュースリリース|業界紙|経済紙|新聞|日経|紙面)(?:[^。\n]{0,24}(?:出て|発表|拝見|掲載|写し|公表|発表|載っ|お知らせ)|(?:に)?(?:より|よると|よれば|の写し))"
)
_PRINTED_SO = re.compile(
    r"(?:(?:会報|広報[誌紙]|官報|市報|県報|年次報告書?|ディスクロージャー誌|機関紙)[^。「」]{0,20}(?:ページ|頁|見て|見ました|載|出て)|(?:[県市町村国省庁局]|協会|組合|連盟|会議所|機構)の発表です)[^「」]{0,16}「\Z"
    r"|(?:[県市町村国省庁局]|協会|組合|連盟|会議所|機構)の発表を(?:お知らせ|お伝え|共有)[^。]{0,8}。[^。]{0,12}\Z|(?:広報[誌紙]?|新聞|業界紙|官報|会報)に(?:も)?載って(?:い)?(?:まし)?た[^。]{0,6}。[^。]{0,12}\Z"
    r"|(?:会報|株主通信|官報|公報|広報[誌紙])が(?:来|届|出|回って)[^。\n]{0,8}。\s{0,4}「?\Z"
)
"""What is quoted right after it stands in print: 「会報、5ページを見てください。「新会頭に…」."""
_NOT_PUBLISHED = re.compile(r"前職|以前|元[^々]|辞め|移っ|退職|競合|させられ|らしい|そう(?:です|だ)|だって")
_BOARD = re.compile(r"任命|就任|退任|選任|重任|再任|留任")
_POST = re.compile(
    r"(?:社長|会長|専務|常務|取締役|[一-龥]長)[ 　]+[^\n（(]{2,12}[（(](?:現|前)?(?:社長|会長|専務|常務|取締役|副?[一-龥]{0,4}長)[）)]"
    r"|[長役締事][ 　]?[（(](?:現|前)?[ 　]?(?:代表|取締役|執行役員|[一-龥]{0,2}(?:社長|会長|専務|常務|理事|頭取))|就任|退任|新任|重任|再任|留任|昇格|昇任|選任|着任|新[:：)）]|旧[:：)）]|異動"
)
_ANNOUNCED = re.compile(
    r"(?:サイト|ホームページ|IR(?:ページ)?|公報|会報|官報|広報誌?|開示|業界紙|新聞|お知らせ|公告|公表|リリース)(?:に|を|で|の)[^。\n]{0,40}(?:とあり|とある|出て|出ま|出しま|出た|見ま|読みま|公表|公告|発表"
    r"|拝見)[^。]{0,8}。(?:(?!\n[ \u3000]*\n|なお|ところで|ちなみに|あと|そういえば|実は)[\s\S]){0,120}\Z"
)
_NEW_POST = re.compile(r"(?:教育長|市長|町長|村長|知事|社長|会長|取締役|頭取|理事長?|相談役|局長|監査役|執行役員)[^。\n]{0,20}(?:就任|就く|退任|選任|重任|再任|留任|昇格|内定|着任|(?<=に)決まり)|氏は[^。、\n]{0,4}(?:3|[0-9一二三四五六七八九十]{1,2})月末で(?:退任|退職)|などを歴任")
_TALE = re.compile(r"(?<![一-龥])元(?=[ァ-ヴ一-龥])|辞め|内密|聞きました|転職して|うちに来る前|[0-9]年(?:間)?勤|前の会社|前職|させられ|喧嘩|けんか|らしい|だって|そうです")
_PROFILE = re.compile(r"(?:著者|訳者|執筆者|作家|監督|選手|講師|演者|登壇者|出演者|受賞者)(?:の)?(?:紹介|略歴|プロフィール)|[(（](?:演者|講師|著者|登壇者)(?:の)?略歴[)）]|「新(?:社長|会長)に")
_PRINTED = re.compile(r"学会|抄録|雑誌|連載|単行本|新刊|図録|書評|新聞|会報|社内報|パンフレット|プログラム|リリース|奥付|目録")
_NEWS = re.compile(r"(?:ニュース|報道|新聞|日経|テレビ|(?<!下)(?<!手)記事|ラジオ)(?:によ(?:ると|れば|りますと)|では|で(?:は)?[^。\n]{0,6}(?:読|見|聞)|に(?:も)?(?:出て|載って|よると))")
_FOUNDER = re.compile(r"(?:創業者|創立者|創始者|創設者|初代(?:社長|会長|店主|当主|校長|園長|院長|住職|デザイナー|監督))(?:の(?![^。、\n]{0,6}(?:孫|息子|娘|子|妻|夫人|弟|兄|甥|姪))|・|、|である|は)")
_CHRONICLE = re.compile(r"社史|年史|年表|記念誌|郷土史|資料館|記念館|伝記|今も(?:使わ|残|伝)|言い伝え|と伝わ|と伝え")
_OF_PUBLIC_LIFE = re.compile(
    r"(?<![元前])(?:総理大臣|総理|首相|大統領|官房長官|大臣|[都道府県]知事|閣僚|力士|横綱|大関|俳優|女優|声優|タレント|芸人|落語家|歌手|ユーチューバー|YouTuber|プロ(?:ゴルファー|ボクサー|レスラー)|(?:オリンピック|五輪|パラリンピック)(?:選手|代表)"
    r"|金メダリスト|(?:プロ(?:野球|サッカー|ゴルフ)|大リーグ|メジャーリーグ|Jリーグ)の[^。、はがも\n]{1,12})(?:の方|さん|氏)?(?:は|が|も)(?![^。\n]{0,30}(?:[のが](?:父|母|兄|姉|弟|妹|娘|息子|妻|夫|奥)))")
"""Those whose life is public, as the subject of a sentence."""
_SOMEBODY_ELSE = re.compile(r"(?:さん|様|氏|君|くん|[部課社店所室次専常会]長|専務|常務|先生|方)(?:は|が|も|って|、)")
_LONG_PAST = re.compile(r"(?<![0-9])1[89][0-9]{2}年|明治|大正|昭和|(?:当社|弊社|会社|店|工場|商店)を(?:創業|創立|創設|設立|起こし|興し|始め)")
_ANNOUNCEMENT = 160  # characters
_AFTERWARDS = 16  # characters
_JUST_ABOVE = 80  # characters
_OPENING, _HEAD, _WHOLE = 400, 2000, 4000  # characters of a text in which it says that it is a release, that it speaks of one, and what is announced


def announced(passage: Passage, start: int, end: int, hearsay: bool) -> bool:
    """Whether the statement at `start` of a sentence up to `end` is of a published appointment; tales of former posts beside it are not."""
    said, text = passage.text(start, end), passage.part.text
    if text[max(0, start - 1):start] == "「":
        said = said.partition("」")[0]
    if (_BOARD.search(said) or _NEW_POST.search(said)) and _PRINTED_SO.search(passage.text(start - _JUST_ABOVE, start)) and not _NOT_PUBLISHED.search(said):
        return True
    if _NEWS.search(passage.text(start - _JUST_ABOVE, start) + said) and _NEW_POST.search(said):
        return True  # 「ニュースによると、…の社長に元次官の森氏が就任したそうです」
    if not hearsay and _FOUNDER.search(passage.text(start - _JUST_ABOVE, start).rpartition("。")[2] + said) and _LONG_PAST.search(said):
        return True  # 「創業者の松下一郎は、…を退社して1950年に当社を創業しました」
    if _BOARD.search(said) and _PUBLISHED.search(passage.text(start - _JUST_ABOVE, start)) and not _NOT_PUBLISHED.search(said):
        return True  # 「御社ホームページのお知らせを拝見しました。…が就任とのこと」
    if _ANNOUNCED.search(text, max(0, start - _ANNOUNCEMENT), start) and _NEW_POST.search(said) and not _TALE.search(passage.text(start, end + _AFTERWARDS)):
        return True  # 「IRページを見ました。次の代表取締役には…氏が内定」
    if not hearsay and _PROFILE.search(passage.text(start - _JUST_ABOVE, start)) and _PRINTED.search(text[:_HEAD]) and not _NOT_PUBLISHED.search(said):
        return True  # 「園芸雑誌の連載、最終回でした。著者紹介「…」」
    if _POST.search(said) and not hearsay and _PRESS.search(text[:_HEAD]):
        return True
    return _RELEASE.search(text[:_OPENING]) is not None and _POST.search(text[:_WHOLE]) is not None and not _TALE.search(said)


def of_public_life(passage: Passage, start: int, end: int) -> bool:
    """Whether the statement at `start`:`end` is of somebody whose life is public, or of a founder as the company's chronicle has it."""
    sentence = passage.sentence(start, end)
    said = passage.text(sentence[0], end)
    if (public := _OF_PUBLIC_LIFE.search(said)) is not None and _SOMEBODY_ELSE.search(said, public.end()) is None:
        return True  # 「首相が元弁護士という話題から」
    return _FOUNDER.search(said) is not None and _CHRONICLE.search(passage.text(*sentence)) is not None  # 「初代社長は元船乗りで、…と社史にあります」
