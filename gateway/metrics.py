"""Every metric, with the sentence that says what it counts. No address, name or text is ever a label."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

REGISTRY = CollectorRegistry(auto_describe=True)
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)

MESSAGES = Counter("sekisho_messages_total", "Messages that reached a decision, by channel and strongest action.", ["channel", "action"], registry=REGISTRY)
RECIPIENTS = Counter("sekisho_recipients_total", "Recipients of decided messages, by channel and the action for each.", ["channel", "action"], registry=REGISTRY)
MESSAGE_BYTES = Histogram("sekisho_message_size_bytes", "Size of messages as they came.", ["channel"], buckets=[4**n * 1024 for n in range(10)], registry=REGISTRY)
FINDINGS = Counter("sekisho_findings_total", "Findings, by entity type and whom they are about.", ["entity_type", "about"], registry=REGISTRY)
RULES = Counter("sekisho_rules_fired_total", "Messages on which a rule fired, by rule and mode.", ["rule", "mode"], registry=REGISTRY)
ERRORS = Counter("sekisho_errors_total", "Messages whose inspection or storage failed, by stage and kind.", ["stage", "kind"], registry=REGISTRY)
INSPECTION = Histogram("sekisho_inspection_duration_seconds", "Time from handing a message to the workers to its findings.", ["channel"], buckets=_SECONDS, registry=REGISTRY)
RELAY = Histogram("sekisho_relay_duration_seconds", "Time from DATA to the next hop's final reply.", buckets=_SECONDS, registry=REGISTRY)
TRANSACTION = Histogram("sekisho_transaction_duration_seconds", "Time from MAIL FROM to our final reply.", ["channel"], buckets=_SECONDS, registry=REGISTRY)
IN_FLIGHT = Gauge("sekisho_messages_in_flight", "Messages received in full and not yet answered.", ["channel"], registry=REGISTRY)
SESSIONS = Gauge("sekisho_sessions_open", "Client connections open at the SMTP door.", registry=REGISTRY)
SESSIONS_REFUSED = Counter("sekisho_sessions_refused_total", "Client connections refused, by reason.", ["reason"], registry=REGISTRY)
MESSAGES_REFUSED = Counter("sekisho_messages_refused_total", "Messages refused before a decision, by reason.", ["reason"], registry=REGISTRY)
WORKER_RESTARTS = Counter("sekisho_worker_restarts_total", "Inspection workers that died and were replaced.", registry=REGISTRY)
DEADLINE_KILLS = Counter("sekisho_deadline_kills_total", "Inspection workers killed because a message took too long.", registry=REGISTRY)
NEXT_HOP_REPLIES = Counter("sekisho_next_hop_replies_total", "Final replies of the next hop to a message, by code class (2xx, 4xx, 5xx, lost).", ["code"], registry=REGISTRY)
NEXT_HOP_CONNECTIONS = Counter("sekisho_next_hop_connections_total", "Connections to the next hop, by outcome (opened, reused, failed).", ["outcome"], registry=REGISTRY)
UNREADABLE = Counter("sekisho_unreadable_parts_total", "Parts that could not be read, by reason.", ["reason"], registry=REGISTRY)
NOTICES = Counter("sekisho_notices_total", "Notices to senders, by outcome (sent, failed).", ["outcome"], registry=REGISTRY)
ROOMS = Counter("sekisho_chat_rooms_asked_total", "Chat rooms whose members the API was asked for, by API and whether it told.", ["api", "result"], registry=REGISTRY)
HELD = Gauge("sekisho_held_messages", "Messages held now.", registry=REGISTRY)
HELD_OLDEST = Gauge("sekisho_held_oldest_age_seconds", "Age of the oldest message held now; 0 when none is held.", registry=REGISTRY)
POLICY_INFO = Gauge("sekisho_policy_info", "1 for the policy version in force.", ["version"], registry=REGISTRY)
POLICY_LOADED = Gauge("sekisho_policy_load_timestamp_seconds", "When the policy in force was loaded.", registry=REGISTRY)
POLICY_BROKEN = Gauge("sekisho_policy_broken", "1 while the policy file on disk is refused and an older one is in force.", registry=REGISTRY)
POLICY_RELOAD_FAILURES = Counter("sekisho_policy_reload_failures_total", "Changed policy files that were refused.", registry=REGISTRY)
