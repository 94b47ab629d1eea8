"""Metrics, health and logs: enough to run the gateway by, and nothing of anybody's mail in them."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from tests.debian import needs
from tests.e2e.mails import INSIDE, LEAK, OUTSIDE, SENDER, mail
from tests.e2e.smtp_client import Wire

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def used_gateway(shared_gateway):
    """A gateway that has seen a pass, a hold, a refusal and an unreadable part."""
    zipped = (
        b"From: a@hibari-soft.example\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhello\r\n"
        b"--b\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\nUEsDBAoAAAAAAA==\r\n--b--\r\n"
    )
    for content, recipient in ((mail(), OUTSIDE), (mail(LEAK, "x", INSIDE), INSIDE), (b"Subject: x\r\n\r\na\nb\r\n", OUTSIDE), (zipped, OUTSIDE)):
        wire = Wire(shared_gateway.port)
        wire.hello()
        wire.transaction(SENDER, recipient)
        wire.data(content)
        wire.close()
    return shared_gateway


def test_every_metric_of_the_issue_is_there_with_help(used_gateway):
    families = {f.name: f for f in text_string_to_metric_families(used_gateway.get("/metrics")[1])}
    for name in (
        "sekisho_messages", "sekisho_findings", "sekisho_rules_fired", "sekisho_inspection_duration_seconds", "sekisho_relay_duration_seconds",
        "sekisho_transaction_duration_seconds", "sekisho_messages_in_flight", "sekisho_worker_restarts", "sekisho_deadline_kills",
        "sekisho_next_hop_replies", "sekisho_unreadable_parts", "sekisho_held_messages", "sekisho_held_oldest_age_seconds",
        "sekisho_policy_info", "sekisho_policy_load_timestamp_seconds", "sekisho_message_size_bytes",
    ):  # fmt: skip
        assert name in families, name
        assert len(families[name].documentation) > 15, name
    buckets = [s.labels["le"] for s in families["sekisho_transaction_duration_seconds"].samples if s.name.endswith("_bucket")]
    assert buckets[0] == "0.001"
    assert "60.0" in buckets


def test_the_numbers_are_those_of_what_happened(used_gateway):
    assert used_gateway.metric('sekisho_messages_total{action="pass",channel="mail"}') == 2
    assert used_gateway.metric('sekisho_messages_total{action="quarantine",channel="mail"}') == 1
    assert used_gateway.metric('sekisho_messages_refused_total{reason="bare_line_break"}') == 1
    assert used_gateway.metric('sekisho_rules_fired_total{mode="enforce",rule="career"}') == 1
    assert used_gateway.metric('sekisho_findings_total{about="third_party",entity_type="JP_CAREER_HISTORY"}') == 1
    assert used_gateway.metric('sekisho_unreadable_parts_total{reason="unsupported"}') == 1
    assert used_gateway.metric("sekisho_held_messages") == 1


def test_no_name_address_or_text_is_in_metrics_or_logs(used_gateway):
    seen = used_gateway.get("/metrics")[1] + used_gateway.log.read_text("utf-8")
    for secret in ("柏木", "水野", "桜坂", "みなと", "kashiwagi", "mizuno", "omori", "hibari-soft", "minato-foods"):
        assert secret not in seen, secret
    assert "@" not in seen.replace("@timestamp", "")


def test_there_is_one_json_line_a_message_with_its_incident(used_gateway):
    lines = [json.loads(line) for line in used_gateway.log.read_text("utf-8").splitlines()]
    told = [line for line in lines if line["message"] == "message"]
    assert [line["action"] for line in told] == ["pass", "quarantine", "pass"]
    assert all(re.fullmatch(r"SK\d{6}-[2-9A-Z]{8}", line["incident"]) for line in told)
    assert told[1]["rules"] == ["career"]
    assert told[1]["outcome"] == "held"


def test_health_and_readiness(used_gateway):
    assert used_gateway.get("/healthz") == (200, '{"alive": true}\n')
    status, body = used_gateway.get("/readyz")
    assert status == 200
    assert json.loads(body)["ready"] is True
    assert used_gateway.get("/secret")[0] == 404


def test_prometheus_accepts_our_metrics_and_alert_rules(used_gateway):
    needs("promtool")
    checked = subprocess.run(["promtool", "check", "metrics"], input=used_gateway.get("/metrics")[1], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    rules = ROOT / "config/prometheus/alerts.yaml"
    assert subprocess.run(["promtool", "check", "rules", str(rules)], capture_output=True, check=False).returncode == 0
    tests = ROOT / "config/prometheus/alerts_test.yaml"
    tested = subprocess.run(["promtool", "test", "rules", str(tests)], capture_output=True, text=True, check=False, cwd=tests.parent)
    assert tested.returncode == 0, tested.stdout + tested.stderr
    config = ROOT / "config/prometheus/prometheus.yaml"
    checked = subprocess.run(["promtool", "check", "config", "--syntax-only", str(config)], capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_dashboard_and_alerts_ask_only_for_metrics_that_exist(used_gateway):
    known = set()
    for family in text_string_to_metric_families(used_gateway.get("/metrics")[1]):
        known |= {family.name, *(family.name + end for end in ("_total", "_bucket", "_sum", "_count", "_created"))}
    dashboard = json.loads((ROOT / "config/grafana/dashboards/sekisho.json").read_text("utf-8"))
    queries = [t["expr"] for panel in dashboard["panels"] for t in panel.get("targets", [])]
    rules = yaml.safe_load((ROOT / "config/prometheus/alerts.yaml").read_text("utf-8"))
    queries += [rule["expr"] for group in rules["groups"] for rule in group["rules"]]
    assert len(queries) > 15
    for query in queries:
        used = set(re.findall(r"sekisho_\w+", query))
        assert used <= known, used - known
