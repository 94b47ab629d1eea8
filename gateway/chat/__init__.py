"""The HTTP door: chat messages of bots, apps, webhooks and self-hosted servers, inspected before they are delivered."""
