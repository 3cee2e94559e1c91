"""Pages of the room: phones, projector, facilitator, scribe."""
