"""The sender of a held message: let in by link and code, told what was found, and free to choose what the rules allow."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.quarantine.consents import Consent
from tests.console.desk import Desk
from tests.e2e.mails import SENDER

EMPLOYER = "桜坂リース"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    one = Desk(tmp_path)
    one.hold()
    yield one
    one.store.close()


def test_a_scanner_that_follows_the_link_uses_nothing_up_and_learns_nothing(desk):
    link, code = desk.invite()
    for _ in range(20):
        page = desk.browser().get(link)
    assert "SK1" not in page and SENDER not in page and EMPLOYER not in page and "水野" not in page
    one = desk.browser()
    one.get(link)
    assert EMPLOYER in one.post(link, code=code)


def test_i_see_the_sentence_whose_data_it_is_and_why_it_matters(desk):
    page = desk.sender().get("/message")
    assert f"<mark>{EMPLOYER}</mark>" in page
    assert "みなと食品の水野さんですが、以前は" in page
    assert "お疲れさまです" not in page.split("どうしますか")[0]  # the sentence, not the whole message
    for words in ("第三者の勤務先・前職", "本文の文章", "無断提供", "該当箇所を伏せた版を送る", "誤検知だと伝える", "送信を取りやめる"):
        assert words in page


def test_the_page_speaks_english_too(desk):
    page = desk.sender(language="en").get("/message")
    assert "Your message is waiting" in page and "What would you like to do?" in page
    assert "どうしますか" not in page


def test_without_the_code_the_page_stays_closed(desk):
    one = desk.browser()
    link, _ = desk.invite()
    one.get(link)
    one.post(link, 403, code="AAAA-AAAA")
    one.get("/message", 403)
    assert EMPLOYER not in one.page


def test_every_failure_looks_the_same(desk):
    link, code = desk.invite()
    used, used_code = desk.invite()  # ends the first
    desk.store.links.enter(used.removeprefix("/s/"), used_code)
    said = []
    for place, typed in ((link, code), (used, used_code), (used, "WRONG"), ("/s/AAAA.BBBB", "AAAA-AAAA"), ("/s/%F0%9F%99%82", ""), ("/s/" + "x" * 2000, code)):
        one = desk.browser()
        one.get(place)
        page = one.post(place, 403, code=typed)
        said.append(page[page.index("<h1>") : page.index("<form")])
    assert len(set(said)) == 1


def test_the_same_code_does_not_let_in_two(desk):
    link, code = desk.invite()
    first, second = desk.browser(), desk.browser()
    first.get(link)
    second.get(link)
    first.post(link, code=code)
    second.post(link, 403, code=code)
    assert EMPLOYER in first.get("/message")


def test_guessing_is_slowed_down_however_many_links_are_tried(desk):
    link, code = desk.invite()
    one = desk.browser()
    one.get("/s/x.y")
    for n in range(40):
        one.post(f"/s/{n}.x", 403, code="AAAAAAAA")
    one.get(link)
    one.post(link, 403, code=code)  # right, but from a place that tried too much
    assert desk.store.links.enter(link.removeprefix("/s/"), code) == "SK1"


def test_a_fresh_code_goes_to_the_sender_by_mail_and_never_onto_the_page(desk):
    link, _ = desk.invite()
    one = desk.browser()
    one.get(link)
    page = one.post(f"{link}/fresh")
    ((address, _, text),) = desk.doors.letters
    assert address == SENDER
    code = text.split("確認コード：")[1][:9]
    assert code not in page
    assert EMPLOYER not in text
    assert one.post("/s/forged.link/fresh") != ""
    assert len(desk.doors.letters) == 1
    fresh = "/s/" + text.split("/s/")[1].split()[0]
    one.get(fresh)
    assert EMPLOYER in one.post(fresh, code=code)


def test_fresh_codes_cannot_be_used_to_flood_the_sender(desk):
    link, _ = desk.invite()
    one = desk.browser()
    one.get(link)
    for _ in range(10):
        one.post(f"{link}/fresh")
    assert len(desk.doors.letters) == 2


def test_another_site_cannot_send_the_form(desk):
    link, code = desk.invite()
    one = desk.browser()
    assert one.http.post(link, data={"code": code}).status_code == 403
    assert one.http.post(link, data={"code": code, "csrf": ""}).status_code == 403
    one.get(link)
    assert one.http.post(link, data={"code": code, "csrf": one.hidden("csrf")}, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert "AAAA" not in one.post(link, code=code)
    assert one.http.post("/message/ask", data={"way": "withdraw"}).status_code == 403
    assert desk.store.get("SK1").state == "held"


def test_a_sender_gets_into_nothing_else(desk):
    desk.hold("SK2")
    one = desk.sender()
    for path in ("/", "/incidents/SK1", "/incidents/SK2", "/incidents/SK2/preview", "/exceptions", "/accounts", "/account"):
        assert one.http.get(path, follow_redirects=False).status_code == 303
    assert one.http.post("/incidents/SK2/decide", data={"csrf": one.hidden("csrf"), "action": "release"}, follow_redirects=False).status_code == 303


def test_a_reviewer_stays_signed_in_beside_their_own_message(desk):
    one = desk.staff("kudo", "approver")
    link, code = desk.invite()
    one.get(link)
    one.post(link, code=code)
    assert "SK1" in one.get("/")
    desk.staff("sato", "reviewer").get("/message", 403)


def test_i_ask_for_the_redacted_version_and_a_reviewer_lets_exactly_that_go(desk):
    one = desk.sender()
    assert "［前職］" in one.get("/message")
    page = one.ask("redacted")
    assert "ご依頼を受け付けました" in page
    assert desk.store.get("SK1").state == "held"
    reviewer = desk.staff("sato", "reviewer")
    page = reviewer.get("/incidents/SK1")
    assert "承認：伏せて送信" in page
    reviewer.post("/incidents/SK1/answer", request=reviewer.hidden("request"), answer="grant")
    ((_, content),) = desk.doors.sent
    import hashlib

    assert hashlib.sha256(content).hexdigest() == desk.store.reviews.requests("SK1")[0].digest
    assert "該当箇所を伏せて送信しました" in one.get("/message")
    assert [(a, w) for a, w in desk.events() if w in ("asked", "request_granted", "released")] == [("sender", "asked"), ("sato", "released"), ("sato", "request_granted")]
    assert desk.doors.letters[-1][0] == SENDER and "伏せて送信しました" in desk.doors.letters[-1][1]


def test_where_the_rules_allow_it_the_redacted_version_goes_at_once(tmp_path):
    desk = Desk(tmp_path, "self_service: [redacted, withdraw]")
    desk.hold()
    one = desk.sender()
    one.get("/message")
    assert "該当箇所を伏せて送信しました" in one.ask("redacted")
    ((_, content),) = desk.doors.sent
    assert EMPLOYER not in desk.doors.show("mail", content).texts[-1].text
    assert ("sender", "released") in desk.events()
    assert desk.store.reviews.decision("SK1").by == "sender"
    one.ask("withdraw", 409)
    desk.store.close()


def test_with_four_eyes_nothing_goes_out_on_the_senders_word(tmp_path):
    desk = Desk(tmp_path, "self_service: [redacted, withdraw]", "{four_eyes: [career]}")
    desk.hold()
    one = desk.sender()
    one.get("/message")
    one.ask("redacted")
    assert desk.doors.sent == []
    first = desk.staff("kudo", "approver")
    first.get("/incidents/SK1")
    first.post("/incidents/SK1/answer", request=first.hidden("request"), answer="grant")
    assert desk.doors.sent == []
    second = desk.staff("noda", "approver")
    second.get("/incidents/SK1")
    second.post("/incidents/SK1/agree", approval=second.hidden("approval"))
    assert len(desk.doors.sent) == 1
    desk.store.close()


def test_a_preview_that_is_no_longer_true_is_not_sent(tmp_path):
    desk = Desk(tmp_path, "self_service: [redacted]")
    desk.hold()
    one = desk.sender()
    one.get("/message")
    assert "伏せる箇所が変わりました" in one.ask("redacted", 409, digest="0" * 64)
    assert "伏せる箇所が変わりました" in one.ask("redacted", 409, digest="")
    assert desk.doors.sent == []
    desk.store.close()


def test_when_the_next_hop_is_down_the_message_stays_and_i_am_told(tmp_path):
    desk = Desk(tmp_path, "self_service: [redacted]")
    desk.hold()
    desk.doors.down = True
    one = desk.sender()
    one.get("/message")
    assert "メールは保留されたままです" in one.ask("redacted", 503)
    assert desk.store.get("SK1").state == "held"
    desk.store.close()


def test_i_withdraw_and_nothing_goes_out(desk):
    one = desk.sender()
    assert "送信を取りやめました" in one.ask("withdraw")
    assert (desk.store.get("SK1").state, desk.store.reviews.decision("SK1").what) == ("deleted", "withdrawn")
    assert desk.doors.sent == []


def test_approval_needs_my_reasons_and_a_reviewer_reads_them(desk):
    one = desk.sender()
    assert "理由を入力してください" in one.ask("approval", 400, words="   ")
    one.ask("approval", words="取引先の本人確認に必要です <script>alert(1)</script>")
    page = desk.staff("kudo", "approver").get("/incidents/SK1")
    assert "取引先の本人確認に必要です &lt;script&gt;" in page and "<script>alert" not in page
    assert "取引先の本人確認に必要です" in one.get("/message")


def test_those_who_decide_hear_of_my_request_but_not_my_words(desk):
    desk.store.accounts.add("t", "kudo", "bamboo-river-42", ["approver"], address="kudo@hibari-soft.example")
    desk.sender().ask("approval", words="水野さんの前職は桜坂リースで間違いありません")
    ((address, _, text),) = desk.doors.letters
    assert address == "kudo@hibari-soft.example"
    assert "/incidents/SK1" in text and "水野" not in text and SENDER not in text


def test_a_reviewer_cannot_grant_a_release_but_an_approver_can(desk):
    one = desk.sender()
    one.ask("approval", words="業務上必要です")
    reviewer = desk.staff("sato", "reviewer")
    page = reviewer.get("/incidents/SK1")
    assert "承認は承認者が行います" in page
    reviewer.post("/incidents/SK1/answer", 403, request=reviewer.hidden("request"), answer="grant")
    approver = desk.staff("kudo", "approver")
    approver.get("/incidents/SK1")
    approver.post("/incidents/SK1/answer", request=approver.hidden("request"), answer="grant")
    assert len(desk.doors.sent) == 1
    assert desk.store.reviews.decision("SK1").words == ""
    approver.post("/incidents/SK1/answer", 409, request="x", answer="grant")


def test_a_refusal_has_words_that_reach_the_sender_and_the_message_stays(desk):
    one = desk.sender()
    one.ask("approval", words="業務上必要です")
    reviewer = desk.staff("sato", "reviewer")
    reviewer.get("/incidents/SK1")
    request = reviewer.hidden("request")
    reviewer.post("/incidents/SK1/answer", 400, request=request, answer="refuse")
    reviewer.get("/incidents/SK1")
    reviewer.post("/incidents/SK1/answer", request=request, answer="refuse", words="伏せた版を送ってください")
    assert desk.store.get("SK1").state == "held"
    assert "伏せた版を送ってください" in one.get("/message")
    assert desk.doors.letters[-1][0] == SENDER and "伏せた版を送ってください" in desk.doors.letters[-1][2]
    one.ask("false_positive", words="では、これは公開情報です")
    assert [r.state for r in desk.store.reviews.requests("SK1")] == ["refused", "open"]


def test_a_false_positive_that_is_granted_counts_as_one(desk):
    desk.sender().ask("false_positive", words="架空の例です")
    approver = desk.staff("kudo", "approver")
    approver.get("/incidents/SK1")
    approver.post("/incidents/SK1/answer", request=approver.hidden("request"), answer="grant")
    decision = desk.store.reviews.decision("SK1")
    assert (decision.what, decision.false_positive) == ("released", True)


def test_nobody_withdraws_a_message_whose_sender_did_not_ask(desk):
    reviewer = desk.staff("sato", "reviewer")
    reviewer.get("/incidents/SK1")
    reviewer.post("/incidents/SK1/decide", 403, action="withdraw", words="x")
    assert desk.store.get("SK1").state == "held"


def test_i_choose_a_consent_that_fits_and_no_other(desk):
    fits = desk.store.consents.add(Consent("水野", ("JP_EMPLOYER",), ("y.example",), "取引先の紹介"), "admin")
    other = desk.store.consents.add(Consent("水野", ("JP_MY_NUMBER",), ("y.example",), "税務"), "admin")
    elsewhere = desk.store.consents.add(Consent("水野", ("*",), ("z.example",), "別の先"), "admin")
    over = desk.store.consents.add(Consent("水野", ("*",), ("y.example",), "昔", 0.0, 1.0), "admin")
    one = desk.sender()
    page = one.get("/message")
    assert fits in page
    assert not any(reference in page for reference in (other, elsewhere, over))
    assert "同意の登録を選ぶか" in one.ask("consent", 400, consent=other)
    one.ask("consent", consent=fits)
    assert desk.store.reviews.requests("SK1")[0].evidence == fits


def test_i_upload_evidence_and_a_reviewer_downloads_it_without_it_running(desk):
    one = desk.sender()
    one.ask("consent", files={"file": ("../../同意書<b>.html", b"<script>alert(1)</script>", "text/html")}, words="署名済みの同意書です")
    (request,) = desk.store.reviews.requests("SK1")
    assert (request.evidence, request.file) == ("同意書<b>.html", True)
    reviewer = desk.staff("sato", "reviewer")
    assert "同意書&lt;b&gt;.html" in reviewer.get("/incidents/SK1")
    answer = reviewer.http.get(f"/incidents/SK1/evidence/{request.id}")
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["content-security-policy"]


def test_evidence_is_at_most_ten_megabytes_and_a_form_at_most_twelve(desk):
    one = desk.sender()
    assert "10MBまで" in one.ask("consent", 413, files={"file": ("a.pdf", b"x" * (10 * 1024 * 1024 + 1))})
    one.get("/message")
    one.ask("consent", 413, files={"file": ("a.pdf", b"x" * (12 * 1024 * 1024 + 1))})
    one.get("/message")
    one.ask("consent", files={"file": ("a.pdf", b"x" * (10 * 1024 * 1024))})
    assert len(desk.store.reviews.evidence(desk.store.reviews.requests("SK1")[0].id)) == 10 * 1024 * 1024


def test_a_form_whose_length_nobody_said_is_not_read(desk):
    one = desk.sender()

    def endless():
        yield b"way=withdraw&csrf=x&words=" + b"x" * 1000

    answer = one.http.post("/message/ask", content=endless(), headers={"Content-Type": "application/x-www-form-urlencoded"})
    assert answer.status_code == 413


def test_hostile_forms_are_refused_in_words(desk):
    one = desk.sender()
    one.ask("bribe", 403)
    one.ask("", 403)
    one.get("/message")
    token = one.hidden("csrf")
    for fields in ({"words": "x" * 900_000}, {"words": "\0\ud7ff🙂" * 100}, {f"f{n}": "x" for n in range(1500)}):
        answer = one.http.post("/message/ask", data={"csrf": token, "way": "false_positive"} | fields)
        assert answer.status_code in (200, 400), answer.text[:300]
    answer = one.http.post("/message/ask", data={"csrf": token, "way": "approval"} | {f"f{n}": "x" for n in range(5000)})
    assert answer.status_code in (200, 400)
    assert all(len(r.words) <= 2000 for r in desk.store.reviews.requests("SK1"))


def test_a_message_that_waits_no_more_takes_no_request(desk):
    one = desk.sender()
    one.get("/message")
    desk.doors.release("SK1", "kudo")
    for way in ("redacted", "approval", "consent", "false_positive", "withdraw"):
        assert "すでに処理されています" in one.ask(way, 409, words="x", evidence="x")
        one.get("/message")
    assert desk.store.reviews.requests("SK1") == []
    assert desk.store.get("SK1").state == "released"


def test_a_message_on_its_way_says_so(desk):
    one = desk.sender()
    desk.store.claim("SK1", "kudo")
    page = one.get("/message")
    assert "いま処理しています" in page and "どうしますか" not in page


def test_what_the_rules_do_not_offer_is_neither_shown_nor_taken(tmp_path):
    desk = Desk(tmp_path, "ways_out: [approval]")
    desk.hold()
    one = desk.sender()
    page = one.get("/message")
    assert "承認を求める" in page
    assert "誤検知だと伝える" not in page and "送信を取りやめる" not in page
    one.ask("withdraw", 403)
    assert desk.store.get("SK1").state == "held"
    desk.store.close()


def test_withdrawing_and_releasing_at_once_ends_in_one_of_the_two(tmp_path):
    for n in range(5):
        folder = tmp_path / str(n)
        folder.mkdir()
        desk = Desk(folder, "self_service: [redacted, withdraw]")
        desk.hold()
        first, second = desk.sender(), desk.sender()
        first.get("/message")
        second.get("/message")
        threads = [
            threading.Thread(target=first.http.post, args=("/message/ask",), kwargs={"data": {"csrf": first.hidden("csrf"), "way": "withdraw"}}),
            threading.Thread(target=second.http.post, args=("/message/ask",), kwargs={"data": {"csrf": second.hidden("csrf"), "way": "redacted", "digest": second.hidden("digest")}}),
        ]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        state = desk.store.get("SK1").state
        assert (state, len(desk.doors.sent)) in (("released", 1), ("deleted", 0)), state
        assert desk.store.audit.verify().wrong == ""
        desk.store.close()


def test_a_message_with_hostile_text_is_shown_as_text(desk):
    desk.hold("SK2", "<script>alert(1)</script>桜坂リース<img src=x onerror=alert(1)>。\n")
    page = desk.sender("SK2").get("/message")
    assert "<script>alert" not in page and "<img src=x" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<mark>桜坂リース</mark>" in page


def test_a_message_that_cannot_be_read_still_has_its_page(desk):
    desk.hold("SK2", content=b"\x00\xff" * 5000)
    page = desk.sender("SK2").get("/message")
    assert "メールをお預かりしています" in page and "送信を取りやめる" in page
    assert "伏せた版を作れません" in page


def test_closing_the_page_closes_it(desk):
    one = desk.sender()
    one.get("/message")
    one.post("/message/leave")
    one.get("/message", 403)
