"""What is the writer's own by how it is put, or the reader's by having been told by them."""

from __future__ import annotations

import re

from presidio_analyzer import RecognizerResult

from gateway.inspection.passage import Passage

_I_DID = re.compile(r"I(?:'ve|'m| (?:worked|was|am|used|joined|left|have|had|moved|studied|started|spent|ran|served|taught)) ")
_ANOTHER_TOO = re.compile(r"\b(?:he|she|they|him|her|his|who|with)\b")
_NO_BOSS = re.compile(r"(?:[一-龥]長|リーダー|マネージャー)(?:といっても|と言っても|とは名ばかり)")
_DONE_FOR_ME = re.compile(r"(?:とき|時|頃|ころ)?(?:は|に)?[^。\n]{0,24}(?:が|に)(?:やって|して|教えて|作って)(?:くれ|もらっ)て?(?:た|い)")
_TOLD_BY_YOU = re.compile(r"(?:と|って)(?:お話し|話して|教えて|お聞かせ)(?:くださ|下さ)[いっ](?:まし)?た(?:よ?ね|が、|ので)")
_FILLED_IN = re.compile(r"(?:ご記入|ご記載)の?\s*\Z")
_BY_YOURSELF = re.compile(r"ご(?:自分|自身)(?:で|から)(?=[^。\n]{0,40}(?:おっしゃ|仰|話(?:し|され)|言(?:って|われ)|お?書))")
_SAYS_I_IN = re.compile(r"(?<![一-龥])(?:私|わたし|わたくし|あたし|自分|小職|小生|僕|俺)|(?:から|ので)、[^。\n]{0,14}(?:詳し|得意|慣れて)")
_LEAVING = re.compile(
    r"私事(?:で|では)|私儀|(?:退職|転職|独立|異動|転籍)(?:する|いたす|致す|させていただく)こと[とに](?:な|いた|致|相|あい)|(?:退職|異動|転任|離任|着任)の(?:ご挨拶|お知らせ)|私こと|(?:簡単に|少し|軽く)、?自己紹介"
    r"|自己紹介(?:を?(?:させて|いた|致|し(?:ます|てお))|です[。！!])"
)
"""How a farewell or an introduction of the writer's own begins: what follows without a subject is theirs."""
_A_LITTLE, _OPENING = 24, 400  # characters


def says_i(passage: Passage, result: RecognizerResult) -> bool:
    """Whether an English statement is of whoever says I, and of nobody beside them."""
    return _I_DID.match(passage.text(result.start, result.end)) is not None and not _ANOTHER_TOO.search(passage.text(result.start, result.end + _A_LITTLE))


def modestly(passage: Passage, result: RecognizerResult, sentence: tuple[int, int], in_chat: bool) -> bool:
    """Whether nobody is named and one speaks so of oneself: 「所長といっても部下は二人です」; in talk, 「…の工房にいたときはこういうの全部チーフがやってくれたので」."""
    said = passage.text(result.end, sentence[1])
    done = _DONE_FOR_ME.match(said) if in_chat else None
    named = passage.people_between(sentence[0], result.end + done.end() if done else sentence[1])  # a name after that may be the writer's, who signs
    return not named and (done is not None or _NO_BOSS.search(passage.text(result.start, result.end)) is not None)


_IN_YOUR_PAPERS = re.compile(r"(?:応募書類|履歴書|経歴書|エントリーシート|(?<![A-Za-z])ES(?![A-Za-z])|申込書|調査票|アンケート|申告書)(?:の[^。、\n]{1,8})?(?:で|に|には|では|、)")
_YOU_WROTE = re.compile(r"[」』]?(?:した|している|していた)?(?:と|との)(?:お書き|ご記入|ご記載|ご申告|ご回答)(?:いただ|頂|くださ|下さ|が|に|でし|です|の)")
"""「応募書類で…に勤務とお書きいただいた件」: what stands there is the reader's own."""


def told_by_the_reader(passage: Passage, result: RecognizerResult, sentence: tuple[int, int]) -> bool:
    """Whether what is told comes from the reader, of nobody else named in the sentence: 「…にいたとお話しくださいましたね」, 「ご記入の退職予定日」, 「ご自分で元〇〇とおっしゃってた」."""
    written = _IN_YOUR_PAPERS.search(passage.text(sentence[0], result.end)) and _YOU_WROTE.match(passage.text(result.end, sentence[1]))
    told = written or _TOLD_BY_YOU.match(passage.text(result.end, sentence[1])) or _FILLED_IN.search(passage.text(sentence[0], result.start)) or _BY_YOURSELF.search(passage.text(*sentence))
    return told is not None and not passage.people_between(*sentence)


def says_i_in(sentence: str) -> bool:
    """Whether somebody says I in `sentence`, or why they know something."""
    return _SAYS_I_IN.search(sentence) is not None


def takes_leave(passage: Passage) -> bool:
    """Whether a text begins as a farewell or an introduction of the writer's own does."""
    return _LEAVING.search(passage.part.text, 0, _OPENING) is not None
