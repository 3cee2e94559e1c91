"""In the room: questions on the projector, answers from phones, priorities."""
