"""What the audit log's kinds of rows are called on the pages."""

from __future__ import annotations

EVENTS: dict[str, tuple[str, str]] = {  # Japanese, English
    "held": ("保留した", "held"), "refused": ("送信を拒否した", "refused"), "release_started": ("送信を始めた", "release begun"), "released": ("送信した", "released"),
    "release_failed": ("送信できず保留に戻した", "release failed, held again"), "deleted": ("削除した", "deleted"), "expired": ("保存期限が過ぎて消去した", "deleted at the end of its term"),
    "revealed": ("伏せた内容を表示した", "revealed"), "exported": ("書き出した", "exported"), "evidence_opened": ("添付された根拠を開いた", "evidence opened"),
    "asked": ("送信者が希望を伝えた", "the sender asked"), "request_granted": ("希望を認めた", "request granted"), "request_refused": ("希望を認めなかった", "request not granted"),
    "second_asked": ("もう一人の承認を求めた", "second person asked for"), "second_agreed": ("もう一人が承認した", "second person agreed"), "false_positive": ("誤検知とした", "marked as a false positive"),
    "reminded": ("催促した", "reminded"), "escalated": ("上位者に知らせた", "escalated"), "link_made": ("送信者へのリンクを作った", "sender's link made"), "link_opened": ("送信者がリンクを開いた", "sender's link opened"),
    "link_code_wrong": ("確認コードの誤り", "wrong one-time code"), "signed_in": ("サインインした", "signed in"), "signed_out": ("サインアウトした", "signed out"), "sign_in_failed": ("サインインの失敗", "sign-in failed"),
    "sign_in_limited": ("サインインを一時停止した", "sign-ins held off"), "totp_enrolled": ("二要素認証を始めた", "second factor enrolled"), "password_set": ("パスワードを設定した", "password set"),
    "account_added": ("利用者を追加した", "account added"), "account_changed": ("利用者を変更した", "account changed"), "allowance_added": ("除外を追加した", "exception added"), "allowance_revoked": ("除外を取り消した", "exception revoked"),
    "consent_added": ("同意を登録した", "consent added"), "consent_revoked": ("同意を取り消した", "consent revoked"), "keys_resealed": ("新しい鍵で封をし直した", "sealed anew"),
    "people_searched": ("本人の記録を検索した", "person searched"), "people_exported": ("本人の記録を書き出した", "person's record exported"), "audit_checked": ("監査ログを検証した", "audit log verified"),
    "audit_exported": ("監査ログを書き出した", "audit log exported"), "report_opened": ("漏えい対応を始めた", "case opened"), "report_sorted": ("漏えい対応を分類した", "case sorted"), "report_edited": ("報告書を書き換えた", "report edited"),
    "report_made": ("報告した", "report made"), "report_unmade": ("報告済みを取り消した", "report not made after all"), "report_exported": ("報告書を書き出した", "report exported"), "report_closed": ("漏えい対応を終えた", "case closed"),
    "head_was_wrong": ("監査ログの末尾が改ざんされていた", "the head of the log had been changed"),
    "report_reopened": ("漏えい対応を再開した", "case opened again"),
}  # fmt: skip


def event_name(what: str, english: bool) -> str:
    """What the row is called; its own name where it has none here."""
    return EVENTS.get(what, (what, what))[english]
