"""Turns of phrase that tell of a career without a verb of working: 「…に20年。」「…仕込み」「机を並べた」「次が…」, and English.

More frames of the kind `career_frames` describes; each is of bounded width.
"""

from __future__ import annotations

import re

from recognizers.career_frames import Frame
from recognizers.employer import Likeness

_SPAN = r"(?:約|およそ|もう|丸|かれこれ)?[0-9一二三四五六七八九十数何]{1,3}(?:年|ヶ月|か月|カ月)(?:間|ほど|くらい|ぐらい|以上|近く|半|ちょっと|あまり|余り)?"
_OVER = r"(?=。|、|,|\n|$|だ(?:そう|って|と|よ)|です|でし|らし|みたい|と(?:か|の|聞|伺)|って|ちょっと|ぐらい|その後|、?で独立)"
_OURS = r"(?:うち|弊社|当社|こっち|こちら|今の|現職|当院|当店|当行|ウチ|本校|当校)"
_JOB = r"(?:お?勤め先|勤務先|会社|職場|就職(?:先)?|お?仕事|勤め|勤務|キャリア|社|振り出し|スタート|職)"
_NAME = r"[A-Z][A-Za-z0-9&'.-]{1,20}(?: [A-Z][A-Za-z0-9&'.-]{1,20}){0,3}"


def _frame(relation: str, pattern: str, side: str, least: Likeness, marked: Likeness | None = None, needs: str | None = None,
           bare: bool = False, score: float = 0.75) -> Frame:
    return Frame(relation, re.compile(pattern), side, least, marked, bare, score, re.compile(needs) if needs else None)


def _bare(relation: str, pattern: str, needs: str | None = None) -> Frame:
    return Frame(relation, re.compile(pattern), "none", Likeness.NO, None, True, 0.6, re.compile(needs) if needs else None)


TURNS: tuple[Frame, ...] = (
    _frame("転出", r"(?P<p>(?:さん|様)?(?:から|より)の?)(?:の)?(?:中途|転職|転籍|出向)(?=[。\n、 ]|$|で(?:す|、|入|来)|組|採用(?:。|で))", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("在籍", rf"(?:{_SPAN}(?:も)?|(?:新人|新卒|若手|駆け出し|独身|二十代|20代|学生)(?:の)?(?:とき|時|頃|ころ|時代)(?:に)?)(?:い(?:て)?た|居た|いらした|おられた|お?勤め(?:て(?:い)?|られて(?:い)?)?た|働いて(?:い)?た)(?=[「]?[ァ-ヴ一-龥A-Za-z])", "after", Likeness.COMPANY, Likeness.NAMED),
    _frame("在籍", rf"(?P<p>(?:さん|様)?(?:に|で))(?:は)?{_SPAN}{_OVER}", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("出身", r"(?P<p>(?:さん|様)?(?:の)?)(?:(?:仕込み|じこみ|育ち|流れ|組|卒|閥|人脈)(?=だ(?!し)|で(?:す|、|。)|の(?:人|方)|な(?:ん|の)|らし|そう|とのこと|と(?:聞|か)|って)|(?:仕込み|じこみ|育ち|卒)(?=\n|$|。))", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("在籍", r"(?P<p>(?:さん|様)?(?:の|で|と)?)(?:同じ)?(?:机を並べ|席を並べ|同じ?釜の飯|釜の飯|籍を置|籍があ|籍を残|看板を背負|禄を食|骨を埋め|水が合わ|名刺(?:を持|だっ|も持)|社員証|社章|制服を着|社宅に|社員寮|寮に(?:い|住)|キャリアを(?:スタート|始|積|築)|社会人(?:生活)?(?:を)?(?:スタート|始|デビュー)|ブイブイ|腕を(?:ふる|振る|磨)|叩き上げ|たたき上げ|下積み|草鞋|頭角を現)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("元同僚", r"(?P<p>(?:さん|様)?(?:で|では))(?:は)?[^。、\n]{0,12}(?:の)?(?:隣|となり|向かい|お向かい|斜め前|後ろ)の席(?:に|だ|で(?:し|す|、))", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("在籍", r"(?P<p>(?:さん|様)?に)(?:は)?(?:同じ)?(?:籍を置|籍があ|籍を残|骨を埋め|奉職|身を置|席を置)", "before", Likeness.NAMED, Likeness.DESCRIBED),
    _frame("元同僚", rf"(?P<p>(?:さん|様)?で)(?:は)?{_SPAN}(?:、)?(?:ご)?一緒(?:し|に|だっ|させ|で)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("元同僚", r"(?P<p>(?:さん|様)?(?:の)?)(?:時代|で)の?(?:元)?(?:同僚|上司|部下|先輩|後輩|同期)(?=です|だ|で(?:し|、|。)|に(?:あた|当た)|の|なん|らし|\n|$|。)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("勤務", r"(?P<p>(?:さん|様)?(?:で)?(?:の)?)(?:ご)?(?:勤務|勤め|在籍|在職)(?:歴|経験|年数|期間)?(?:が|は|も)?(?:の)?(?:長[いかく]|あ(?:る|り|っ)|豊富)", "before", Likeness.NAMED),
    _frame("役職", r"(?P<p>(?:さん|様)?の)(?:中の)?(?:人間|人|社員|職員|従業員|もん|OB|[一-龥ァ-ヴー]{1,6}(?:員|マン|職|長|担当))(?:だっ[たて]|でし[たて]|(?:じゃ|では)(?:なかっ|ありませんでし|なく(?:て|)))(?!て(?:い|お)ま)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("在籍", r"(?P<p>(?:さん|様)?に)おいで(?:だっ|でし|になっ|になられ)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("入社", r"(?P<p>(?:さん|様)?(?:に|へ))お(?:移り|入り|勤め)(?:にな|です|だ|と(?:の|伺|聞))", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("前職", rf"(?P<p>(?:さん|様)?)(?:の(?:あと|後|次)|(?:を)?(?:辞め|やめ|出)(?:て|た(?:あと|後)))(?:は|に|で)?(?:、)?[^。\n]{{0,6}}{_OURS}(?:に|へ|の(?:会社|職場))", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("前職", rf"(?:(?:最初|次|その次|その前|前|直前|直近|はじめ|初め|始め|振り出し|新卒|一社目|二社目|三社目|[123]社目)の{_JOB}|直前|直近|(?:1|2|3|一|二|三)社目|振り出し)(?:は|が|って|も)(?:たしか|確か)?[ 「]?(?=[^\s。、はがをに]{{2,24}})", "after", Likeness.COMPANY, Likeness.NAMED),
    _frame("前職", r"(?<![一-龥])(?:その前|前|以前|昔|元々|もともと)(?:は|が)(?=[^\s。、はがをにで]{2,24}(?:さん)?(?:$|。|\n))", "after", Likeness.COMPANY, Likeness.NAMED),
    _frame("前職", r"(?<![一-龥])(?:前職|前の勤め先|勤務先|前勤務先|現職|現勤務先|出身(?:企業|元)?|所属歴|職歴|元所属)[ ]?[:/→=][ ]?", "after", Likeness.NAMED),
    _frame("経歴", rf"(?P<p>(?:さん)?)[ ]?\((?:{_SPAN}|(?:19|20)[0-9]{{2}}(?:年)?[-〜~][^()\n]{{0,12}})[^()\n]{{0,8}}\)", "before", Likeness.COMPANY, Likeness.NAMED,
           needs=r"経歴|職歴|略歴|前職|出身|キャリア|転職"),
    _frame("退職", r"(?P<p>(?:さん|様)?(?:は|も|を))(?:[^。、\n]{0,8})(?:辞め|やめ|退職し|退社し|退い)(?:た|て|ちゃ)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("選考", r"(?P<p>(?:さん|様)?(?:の)?)(?:最終|一次|二次|役員)?面接(?:だった|でした|らし|に(?:行|い)|が(?:あ|入)|を受|(?:だ|だった)(?:そう|と|って))", "before", Likeness.NAMED),
    _frame("転出", r"(?P<p>(?:さん|様)?から)(?:参り|まいり|来|やってき)まし?た(?=者|方|人|もの|男|女)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("勤務", rf"(?P<p>(?:さん|様)?(?:で|にて))(?:の)?{_SPAN}(?:の|に(?:わたる|及ぶ|渡る))?(?:実務|現場|営業|開発|業務)?(?:経験|キャリア|実績|勤務|修行|下積み)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("勤務", rf"(?P<p>(?:さん|様)?(?:で|に))(?:は)?[^。、\n]{{0,12}}(?:ばかり|だけ|一筋)?(?:もう)?{_SPAN}(?:[^。、\n]{{0,4}}の(?:人|方(?!針|向|法)|ベテラン|男性?|女性?|強者|腕前|叩き上げ))", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("前職", r"(?P<p>(?:さん)?)(?:だっ|でし)た(?:ん(?:だ|です))?[よねわさ]{0,2}(?:、|,| )?(?:前|以前|元|昔)の(?:会社|職場|勤め先)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("経歴", r"(?P<p>[」』]?(?:って|と))(?:は)?(?:書いて|書かれ|あ[るっり]|載って|出て)", "before", Likeness.COMPANY, Likeness.NAMED, needs=r"プロフィール|履歴書|経歴書|職歴|経歴|略歴|レジュメ"),
    _frame("記録", r"(?:^|[\n・*■●-][ ]?)(?:前|今|元|その前|以前|出身)[ ]?:[ ]?(?=[^\s:。、]{2,24})", "after", Likeness.COMPANY, Likeness.NAMED),
    _frame("記録", r"(?:^|[\n・*■●-][ ]?|[ (])(?:現在|現職|前職|前々職|お?勤め先|勤務先|勤務|所属先?|職業|就業先|派遣元|出向元|在籍企業)[ ]{0,3}[: ][ ]{0,4}(?=[^\s:。、]{2,24})", "after", Likeness.COMPANY, Likeness.NAMED),
    _frame("在籍", r"(?P<p>(?:さん|様)?(?:の|に|で(?:の)?)?)(?:ご)?(?:在職|在籍|勤務|お勤め|在勤)(?:中(?!心)|時(?:代|に|は|の)|当時|期間中|の(?:折|時分|頃|ころ))", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("経歴", r"(?P<p>(?:さん|様)?の)[^。、\n]{0,16}(?:立ち上げ|創業|設立|開設|閉鎖|再建|改革|統括|指揮|経営)(?:を|に)(?:され|し|やっ|手がけ|率い|務め|携わ|関わ)[ぁ-ん]{0,6}(?:た|て)(?:方|人|かた|ベテラン|経験)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("入社", r"(?:春|夏|秋|冬|[0-9]月|来月|今月|先月|来年|今年|来週|今|いま|現在|新卒)(?:から|は|で)(?:たしか|確か)?(?=[^\s。、はがをにで]{2,24}(?:さん)?(?:だ(?:って|そう|と)|らし|なんだ|なんです|みたい|に(?:勤|お勤)))", "after", Likeness.COMPANY, Likeness.NAMED),
    _frame("入社", r"(?P<p>(?:さん|様)?(?:で|に))お世話になる(?:そう|こと|ん(?:だ|です)|と|らし|予定)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("退職", rf"(?P<p>(?:さん|様)?(?:は|を|も))(?:たった)?{_SPAN}で(?:見切|見限|辞|やめ|去|退|離|クビ|首|音を上|逃げ|飛び出|転職|移)", "before", Likeness.COMPANY, Likeness.NAMED),
    _frame("在籍", r"(?P<p>(?:さん|様)?の)(?:名刺|社員証|名札|作業着|制服|腕章|ヘルメット)(?:を|で)[^。、\n]{0,8}?(?:頂戴|頂[いき]|いただ[いき]|もら[いっ]|交換|渡さ|出さ|出して|お持ち|持って|付けて|つけて|下げて|着て|着ら)[^。、\n]{0,10}?(?:た|て)", "before", Likeness.COMPANY, Likeness.NAMED,
           needs=r"去年|昨年|一昨年|以前|昔|前(?:に|は|回|職|の展示会)|[0-9数]年前|当時"),
    _frame("勤務", r"(?<![一-龥])(?:今|いま|現在)(?:は)?(?:いる|いらっしゃる|おられる|お勤めの|お勤めになっている|勤めて(?:い|お)る|在籍(?:し|され)ている|働いている|籍を置く)(?=[^\s。、はがをに]{2,24}(?:さん|様)?(?:が|は|で|の|も|を|に|と)(?!の(?:です|だ)))", "after", Likeness.COMPANY, Likeness.NAMED),
    _bare("退職", r"籍を(?:抜[かきいけ]|外[さし]|離れ)[^。、\n]{0,6}"),
    # told without an employer's name
    _bare("転職", r"(?:求人|転職|採用|スカウト|ハイクラス|ビズ)[^。、\n]{0,6}?(?:サイト|サービス|アプリ|媒体)(?:に|で|へ)[^。、\n]{0,12}?(?:登録し|載せて|載って|出て|顔を出|プロフィール|レジュメ|経歴|名前)"),
    _bare("元職", r"(?<![一-龥])(?:昔|以前|前|元々|もともと|元|もと|若い頃|若いころ|現役時代|定年まで)(?:は|に)?[^。、\n]{0,10}(?:機動隊|自衛隊|警察|消防|海保|海上保安庁|国税|税務署|役所|市役所|県庁|銀行|商社|証券|新聞社|テレビ局|学校|高校|中学|幼稚園|保育園|病院|外資|工場|郵便局|農協|国鉄)(?:さん)?(?:だっ[たて]|でし[たて]|なん(?:です|だ)|らし|だ(?:と|そう|って)|です(?:って|よ|ね)|に(?:い|勤|お勤)|で(?:働|勤))"),
    _bare("経歴", r"(?:[^→⇒\n]{2,20}(?:→|⇒)){2,6}[^→⇒\n]{2,20}", r"社員|バイト|転職|入社|退職|求職|独立|勤務|会社|卒|中退|フリーター|無職|派遣"),
    _bare("記録", r"(?<![^\n・*■●\- ])(?:入社(?:年月)?日|採用年月日|採用日|退職(?:年月)?日|退社日|離職日)[ :]{1,4}(?=(?:昭和|平成|令和|[SHR])?[ ]?[0-9元]{1,4}[年./-])[^\s:]{4,16}"),
    _bare("記録", r"(?<![^\n・*■●\- ])(?:退職|離職|退社)(?:理由|事由)[ :]{1,4}(?:一身上|自己都合|会社都合|任期満了|契約(?:期間)?満了|定年|解雇|懲戒|諭旨|希望退職|早期退職|人員整理|結婚|出産|転居|介護|病気)[^\s:]{0,12}"),
    _bare("退職", r"最終(?:出社|出勤|勤務)(?:日)?(?=だ|で|って|らし|は|が|を|に|と|、|。|\n|$)|有給?休?消化(?:中|に?入[っりる]|して(?:から)?(?:辞|退|その)|で(?:そのまま|もう))"),
    _bare("記録", r"(?:^|[\n・*■●-][ ]?|[ ])(?:在籍期間|在職期間|退職理由|退職日|退社日|退職年月日|最終役職|最終職位|勤続年数|転職回数|職歴|離職期間|勤怠評価|懲戒歴)[ ]{0,3}:[ ]{0,3}[^\s:_]{2,20}"),
    _bare("前職", r"(?:前職|前の(?:会社|職場|勤め先|勤務先)|前勤務先|元の勤務先)(?:に|へ)(?:[^。、\n]{0,6})(?:電話|照会|確認|問い?合わ?せ|聞い)(?:し|を|た|て)"),
    _frame("勤務", r"(?P<p>)(?:お?勤め)(?=。|\n|$|で(?:す|、|ね)|だ(?!し)|なので|らし|のため、|、)", "before", Likeness.NAMED, Likeness.DESCRIBED),
    _bare("元職", r"(?<![一-龥])(?:元々は?|もともとは?|もとは|元は|以前は|昔は|前は)(?=[^。、\n]{2,20}(?:さん|員|師|士|長|マン|屋|職人|番頭|板前|大工|刑事|記者|教師|先生)(?:。|\n|$))[^。、\n]{2,24}"),
    _bare("転職", r"転職で[^。、\n→]{1,8}(?:→|から)[^。、\n]{1,8}"),
    _bare("退職", r"(?:前|以前|最初)の(?:ところ|所|職場|会社|派遣先|現場|お?店|勤め先|勤務先)(?:で|を|は|とは)[^。\n]{0,24}?(?:抜け|辞め|やめ|途中で|折り合い|続か(?:な|ず)|揉め|もめ|合わ(?:な|ず)|クビ|切られ)[^。\n]{0,16}"),
    _frame("選考", r"(?P<p>(?:さん|様)?から)(?:の)?(?:内々に|内々の|早々と|早速)?、?(?:色よい|色好い|前向きな|いい|よい|良い)お?(?:返事|回答|感触)(?:を|が)", "before", Likeness.COMPANY, Likeness.NAMED, needs=r"お嬢|お子|息子|娘|弟|妹|兄|姉|就活|就職|学生|孫|甥|姪"),
    _frame("転出", r"(?P<p>(?:さん|様)?の)(?:人間?|社員|所属)(?=なので|だから|です(?:から|ので|し|よ|。)|だ(?:し|よ|そう|って)|な(?:ん|の)|で、|らし)", "before", Likeness.COMPANY, Likeness.NAMED, needs=r"もう|今は|いまは|今や|いまや|すでに|既に|とっくに|今では"),
    _bare("退職", r"(?:ご主人|旦那さん?|奥様|奥さん|息子さん?|娘さん?|お嬢さん|ご?長男|ご?次男|お父様|お母様)(?:が|は)[^。\n]{0,24}?(?:辞め|やめ)(?:る|た|て|よう)(?=かも|そう|らし|と|予定|こと|、|。|の(?:で|だ|を))"),
    _bare("経歴", r"第二新卒(?:で|だ|ら|、)|[一二三四五1-9]社目(?:だ|で(?:す|、)|は|が|ら)|職を転々|転々とし|(?:求職|休職|無職|失業)中(?=だ|で|ら|と|、|。|の|\n|$)|(?:ハローワーク|職安)(?:に通|通い)|プータロー|ぶらぶらし"),
    _bare("選考", r"(?:最終|一次|二次|役員|社長|採用)面接(?:だっ|でし|やっ|を受け|に(?:進|行っ|落|呼)|で落|まで(?:行|進|残)|に受か)"),
    # English, as it stands between Japanese sentences or by itself
    _frame("勤務", r"(?:(?<![A-Za-z])(?:work(?:ed|s|ing)?|serv(?:ed|ing)|employed|interned|job|career|position|years?|tenure|formerly|previously|used to be|was (?:once|formerly|previously))(?: [a-z]{1,12}){0,5} (?:for|at|with|by|in) )(?:the )?(?=[A-Z])", "english", Likeness.NAMED,
           needs=r"\b(?:[Hh]e|[Ss]he|[Tt]hey|who|used to|former|formerly|previously|before|ex|past|-san|[A-Z][a-z]+|[A-Z]{2,})\b"),
    _frame("勤務", r"(?:(?<![A-Za-z])(?:was|been|is|spent [a-z0-9 ]{1,20}|(?:[0-9]+|one|two|three|four|five|six|seven|eight|nine|ten|several|many) years|used to be|started out|started (?:his|her|their) career) (?:with|at|in) )(?:the )?(?=[A-Z][A-Za-z&'. -]{1,40}(?: (?:until|till|before|from|for|since|as|last|and|where|when)|\.|,|$))", "english", Likeness.NAMED, needs=r"(?:[Hh]e|[Ss]he|who|-san|[A-Z][a-z]+)"),
    _frame("退職", rf"(?:(?<![A-Za-z])(?:left|quit|resigned from|retired from|came from|moved from|poached from|hired from|fired (?:from|by)|laid off (?:from|by)|joined(?: us)? from|graduated from) )(?:the )?(?={_NAME})", "english", Likeness.NAMED),
    _frame("入社", rf"(?:(?<![A-Za-z])(?:joined|hired by|recruited by|moved to|is joining|will join|got (?:a job|an offer) (?:at|from)) )(?:the )?(?={_NAME})", "english", Likeness.NAMED),
    _frame("元所属", rf"(?:(?<![A-Za-z])(?:ex-|former |formerly (?:of |at |with )?|previously (?:of |at |with )|an? alumn(?:us|a) of ))(?={_NAME})", "english", Likeness.NAMED),
)
"""Turns with an employer in its place; side "english": a capitalized name follows the match."""
