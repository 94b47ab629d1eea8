"""Whom a finding is about: named, left out, quoted, introduced, described."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from gateway.inspection.inspect import Inspector
from gateway.message import Channel, Message, Part, PartKind, Party
from gateway.verdict import About, Finding, Zone
from tests.inspection.conftest import INSIDE, OUTSIDE, message

Told = Callable[..., list[Finding]]


def test_a_clause_without_a_subject_belongs_to_the_topic_before_it(told: Told) -> None:
    (career,) = told("奥田さん\n\nカナタ精機の倉本さんなんですが、いい方ですね。\n以前はアマノ計器で働かれていたそうです。", INSIDE)
    assert (career.about, career.relation and career.relation.person, career.relation and career.relation.hearsay) == (About.THIRD_PARTY, "倉本", True)


def test_an_honorific_question_speaks_to_the_reader(told: Told) -> None:
    (career,) = told("倉本様\n\n水辺工業の佐々木です。奥田から聞きましたが、以前アマノ計器で働かれてたんですね。")
    assert career.about is About.RECIPIENT
    assert career.concerns == ("kuramoto@kanata-seiki.example",)
    assert career.relation is not None
    assert career.relation.hearsay


def test_what_the_reader_told_themselves_is_no_hearsay(told: Told) -> None:
    (career,) = told("倉本様\n\n水辺工業の佐々木です。先日お話しいただいた、アマノ計器にお勤めだった頃のご経験、勉強になりました。")
    assert career.about is About.RECIPIENT
    assert career.relation is not None
    assert not career.relation.hearsay


def test_what_i_tell_of_myself_is_the_senders(told: Told) -> None:
    for text in ("私は以前アマノ計器で働いていました。", "自分、前の会社でも担当してたんで", "前職のアマノ計器では設計を担当しておりました。"):
        assert [c.about for c in told(text, INSIDE)] == [About.SENDER], text


def test_my_own_name_is_me_and_the_addressees_name_is_them(inspector: Inspector) -> None:
    findings = inspector.inspect(Message(
        Channel.MAIL, Party("r.saegusa@hibiki.example"), (Party("yukimura@tachibana.example"),),
        (Part("body", PartKind.PLAIN, "雪村様\n\nひびきの三枝です。雪村様と三枝で伺います。"),)))
    assert [f.about for f in findings if f.entity_type == "PERSON"] == [About.RECIPIENT, About.SENDER, About.RECIPIENT, About.SENDER]


def test_romaji_in_an_address_is_enough_to_know_a_recipient(inspector: Inspector) -> None:
    findings = inspector.inspect(Message(
        Channel.SLACK, Party("okuda@mizube.example"), (Party("n.kuramoto@kanata.example"),), (Part("body", PartKind.PLAIN, "倉本さんへ。資料です"),)))
    assert [(f.about, f.concerns) for f in findings if f.entity_type == "PERSON"] == [(About.RECIPIENT, ("n.kuramoto@kanata.example",))]


def test_who_is_called_by_name_is_spoken_to(told: Told) -> None:
    (career,) = told("倉本さん、以前アマノ計器に8年お勤めだったのですね。")
    assert career.about is About.RECIPIENT
    assert told("奥田さん、以前アマノ計器に8年お勤めだったのですね。", INSIDE)[0].about is About.RECIPIENT


def test_what_i_wrote_earlier_is_mine_however_deep_it_is_quoted(told: Told) -> None:
    body = ("承知しました。\n\n2026年2月12日(木) 16:40 倉本 <kuramoto@kanata-seiki.example>:\n> お返事ありがとうございます。\n>\n"
            "> 2026年2月12日(木) 15:02 佐々木 守 <m.sasaki@mizube.example>:\n> > 203号室は榎本さんで進めます。\n> > アマノ計器を定年まで勤め上げた方です。\n")
    (career,) = told(body)
    assert (career.about, career.relation and career.relation.person) == (About.THIRD_PARTY, "榎本")


def test_whose_contact_i_was_is_no_somebody(told: Told) -> None:
    assert {one.about for one in told("倉本様\n\n立ち上げから6年、御社の担当を務めさせていただき、来月大阪支店へ異動いたします。")} <= {About.SENDER, About.NOBODY}


def test_a_quotation_speaks_with_its_authors_voice(told: Told) -> None:
    (career,) = told("承知しました。\n\n2026年2月12日(木) 16:40 倉本 <kuramoto@kanata-seiki.example>:\n> 私は先月までアマノ計器で働いておりました。")
    assert (career.about, career.zone) == (About.RECIPIENT, Zone.QUOTE)
    assert career.relation is not None
    assert not career.relation.hearsay


def test_a_description_that_picks_out_one_person_is_a_third_party(told: Told) -> None:
    (career,) = told("昨日ご同席の女性の方、元アマノ計器の設計だったそうです。", INSIDE)
    assert career.about is About.THIRD_PARTY


def test_whoever_tells_it_is_not_the_one_it_is_told_of(told: Told) -> None:
    text = "奥田さん\n\n弊社からは三枝が伺います。\n受付で会った背の高い方、覚えてますか。\nうちの工場長が言うには、カナタ精機で昔働いていたそうです。"
    careers = told(text, INSIDE)
    assert careers
    assert all(one.about is About.THIRD_PARTY and one.relation and one.relation.person.endswith("方") for one in careers), [one.relation for one in careers]


def test_where_i_was_my_fellows_were_too(told: Told) -> None:
    careers = told("奥田さん\n\n倉庫の倉本、俺がアマノ計器にいた頃の後輩なんです。", INSIDE)
    assert careers
    assert {one.about for one in careers} == {About.THIRD_PARTY}


def test_what_a_job_asks_for_is_nobodys_career(told: Told) -> None:
    for text in ("・公立病院を定年退職された方の再就職も歓迎", "○前職が販売だった先輩も活躍中です", "前職　株式会社〇〇　〇月〇日退職"):
        assert {one.about for one in told(text)} <= {About.NOBODY}, text


def test_who_hides_a_name_by_circles_still_tells(told: Told) -> None:
    for text in ("倉本さんって、以前〇〇で働かれてたんですね", "　件の倉本さんですが、以前○○商事で働かれていたそうです。", "倉本さんの件：以前○○商事で働かれていたそうです。"):
        assert told("奥田さん\n\n" + text, INSIDE), text


def test_a_colleagues_leaving_and_former_employer_are_theirs_and_a_move_within_the_company_is_the_companys(told: Told) -> None:
    (leaving,) = told("倉本様\n\n水辺工業の佐々木です。弊社の奥田が3月末で退職いたします。")
    (former,) = told("倉本様\n\n水辺工業の佐々木です。弊社の長峰は以前アマノ計器で働いておりました。")
    moving = told("倉本様\n\n水辺工業の佐々木です。弊社の奥田が4月1日付で大阪支店へ異動いたします。")
    assert (leaving.about, former.about) == (About.THIRD_PARTY, About.THIRD_PARTY)
    assert {one.about for one in moving} <= {About.COLLEAGUE}


def test_a_new_president_in_a_press_release_is_public(told: Told) -> None:
    careers = told("報道関係各位\n\n代表取締役の異動に関するお知らせ\n真田修が株式会社つばきガスの代表取締役社長に就任いたします。")
    assert {career.about for career in careers} <= {About.PUBLIC}


def test_a_form_sample_is_nobody(told: Told) -> None:
    assert {f.about for f in told("【記入例】\n氏名：山田　太郎\n", entity="PERSON")} == {About.NOBODY}


def test_numbers_in_a_signature_are_the_senders_and_beside_a_name_that_persons(told: Told) -> None:
    body = "倉本様\n\n長峰さんの携帯は090-9999-0001です。\n\n-----\n水辺工業株式会社\n佐々木 守\nTEL 03-9999-0000\n"
    beside, signed = told(body, entity="PHONE_NUMBER")
    assert (beside.about, beside.person) == (About.THIRD_PARTY, "name:長峰")
    assert (signed.about, signed.zone) == (About.SENDER, Zone.SIGNATURE)


def test_a_number_on_the_next_line_is_whose_name_ends_the_line_before(told: Told) -> None:
    body = "倉本様\n\n当日の連絡先です。警備の長峰が\n090-9999-0001、搬入は榎本様（奥様が出られます\n080-9999-0002）、設備は三枝さん 070-9999-0003です。"
    assert [one.person for one in told(body, entity="PHONE_NUMBER")] == ["name:長峰", "name:榎本", "name:三枝"]
    rows = "倉本様\n\n当番の一覧です。\n090-9999-0001 長峰\n080-9999-0002 榎本\n\n来月は追ってお知らせしますので、変更があればご連絡ください。"
    assert [one.person for one in told(rows, entity="PHONE_NUMBER")] == ["name:長峰", "name:榎本"]


def test_a_full_name_and_its_surname_are_one_person(told: Told) -> None:
    people = told("奥田さん\n\n長峰 悠さんに会いました。長峰さんは元気でした。", INSIDE, entity="PERSON")
    assert people[-1].person == people[-2].person


def test_the_same_finding_is_reported_in_every_part_that_has_it(inspector: Inspector) -> None:
    text = "雪村さん、前丸の内リースだったらしいよ"
    parts = (Part("body", PartKind.PLAIN, text), Part("1.2/html", PartKind.HTML_VISIBLE, text), Part("2/file_name", PartKind.FILE_NAME, "雪村様.txt"))
    findings = inspector.inspect(Message(Channel.MAIL, Party("a@x.example"), (Party("b@x.example"),), parts))
    assert [f.part for f in findings if f.entity_type == "JP_CAREER_HISTORY"] == ["body", "1.2/html"]
    assert [f.zone for f in findings if f.part == "2/file_name"] == [Zone.FILE_NAME]


def test_explanations_say_it_in_one_line(told: Told) -> None:
    (career,) = told("雪村様は以前、丸の内リースで働かれていたそうです。", INSIDE)
    assert career.explanation.startswith("雪村 ← 以前 丸の内リース に勤務（伝聞）; about third party: not the sender, not among the recipients")


def test_inspection_is_deterministic_and_offsets_fit_the_text(inspector: Inspector) -> None:
    body = "㈱ひびきの三枝です😀\r\n雪村様は以前、丸の内\u200bリースで働かれていたそうです。"
    message = Message(Channel.MAIL, Party("a@x.example"), (Party("b@y.example"),), (Part("body", PartKind.PLAIN, body),))
    once, again = inspector.inspect(message), inspector.inspect(message)
    assert once == again
    assert all(f.text == body[f.start:f.end] for f in once)
    assert all(a.start <= b.start for a, b in pairwise(once))
    assert OUTSIDE


def test_a_display_name_begins_with_the_companys_name(inspector: Inspector) -> None:
    text = "工事部の皆様\n\n安西です。\n来週の社内検査は立石専務が来ます。\n"
    findings = inspector.inspect(message(text, "立石建設 現場 安西 <anzai@tateishi.example>", "工事部各位 <koji@tateishi.example>"))
    people = {text[one.start:one.end]: one.about for one in findings if one.entity_type == "PERSON"}
    assert people == {"安西": About.SENDER, "立石": About.THIRD_PARTY}


def test_a_surname_that_ends_in_a_trade_stays_the_senders(inspector: Inspector) -> None:
    text = "お疲れ様です。土屋です。\n"
    (one,) = [one for one in inspector.inspect(message(text, "土屋 健 <tk@mizube.example>", INSIDE)) if one.entity_type == "PERSON"]
    assert one.about is About.SENDER


def test_whoever_a_sentence_opens_with_is_the_one_told_of(told: Told) -> None:
    for text in ("安西さんの職歴ですが、アマノ計器→ミナト樹脂→当社です。", "カナタ精機の安西さんといえば、以前はアマノ計器のトップ営業でしたね。", "安西さんとはアマノ計器で机を並べていました。"):
        assert {one.about for one in told(text, INSIDE)} == {About.THIRD_PARTY}, text


def test_our_own_account_is_ours_whoever_is_named_above_it(told: Told) -> None:
    text = "倉本様\n\n佐々木です。席次は古谷様が1番、真鍋様が2番です。\nご請求は月末締めです。\nお振込先：みなと銀行 本店 普通 4471026 ミズベコウギヨウ(カ\n"
    (account,) = told(text, entity="JP_BANK_ACCOUNT")
    assert (account.about, account.company_own) == (About.SENDER, True)


def test_whoever_is_quoted_is_not_the_one_told_of(told: Told) -> None:
    text = "商談の末席におられた紺の上着の方ですが、妻が「葵信用組合の窓口で隣に座っていた人だわ」と申しまして。"
    (career,) = told(text)
    assert career.about is About.THIRD_PARTY
    assert career.relation
    assert career.relation.person.endswith("紺の上着の方")
