"""What the doors have done in worker processes: these modules' functions. They are small and load neither store nor network."""

READERS = (
    "gateway.mail.in_worker", "gateway.mail.show", "gateway.chat.post_text", "gateway.chat.held_post", "gateway.chat.inspect_text", "gateway.chat.upload",
)  # fmt: skip
