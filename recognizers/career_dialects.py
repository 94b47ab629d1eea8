"""Where somebody worked, in the speech of the provinces: 「魚市場で仲買ばしよらした」「百貨店さいだった」「働いでらった」「しとったがや」.

The verbs of standard speech are in `career_predicates`; these endings no dictionary takes apart. Told of somebody named, nothing else
need agree. Each is of bounded width. Source of the endings: 国立国語研究所「方言文法全国地図」(存在・進行・尊敬の形).
"""

from __future__ import annotations

from recognizers.career_frames import Frame
from recognizers.career_turns import plain

_WORKPLACE = (
    r"[^。、\n]{0,10}?(?:市場|百貨店|デパート|漁協|農協|信金|信組|銀行|証券(?:会社)?|保険会社|ホテル|旅館|料亭|造船所|製鉄(?:所)?|鉄工所|役所|役場|県庁|牧場|郵便局|新聞社?|放送局|ガス会社|電力(?:会社)?|フェリー会社|船会社|製糖工場"
    r"|炭鉱|消防|警察|自衛隊|学校|病院|酒蔵|焼酎蔵|組合|(?<![一-龥])[一-龥ァ-ヴー]{2,8}(?:屋|食品|建設|運輸|物流|商事|印刷|製薬|製紙|電機|精機|化学|紡績|織物|デニム|硝子))(?:さん)?")
_STOOD = r"(?:い(?:でだ|だ(?:った|ずも)|てら|たっけ)|おら(?:した|いた|っせた|れたげな)|おり[ゃや][あー]?た|おっ(?:ちゃった|ちょった|たはった|たげな|たんや|たがや?|たとよ)|おんなった|おいやした|みえた)"
_WORKED = (
    r"(?:(?!会議|電話|接待|手続|買い?物|相談|打ち|見学|食事|面会|待|話|用|何|迷子|寄り道|世話)[一-龥ァ-ヴー]{1,6}(?:を|ば)?)?(?:しよ(?:った|らした)|しと(?:った|らした|らっせた|んさった|うた)"
    r"|し(?:ちょった|てはった|とってん|でら|とられた)|すてだ|やっと(?:った|らした|らっせた)|や(?:りよった|っちょった|ってはった)"
    r"|働い(?:でら|でだ|ちょった|とった|とらした|てはった)|勤め(?:でだ|でら|とった|とらした|ちょった|てみえた|てはった|よった)|してたさ)")

DIALECTS: tuple[Frame, ...] = (
    plain("勤務", rf"{_WORKPLACE}(?<!病院)(?<!学校)(?<!警察)(?:に|さ|で)?{_STOOD}"),  # at a hospital somebody may have been ill
    plain("勤務", rf"{_WORKPLACE}(?:に|さ|で)?{_WORKED}"),
    plain("勤務", r"[一-龥ァ-ヴー]{1,6}(?:屋|売り|職人|大工|左官|漁師|百姓|運転手|仲居|番頭|板前|先生)(?:を|ば)?(?:しよ(?:った|らした)|しと(?:った|らした)|しちょった|してはった|やっとった|やりよった|やっちょった|やってはった)"),
)
