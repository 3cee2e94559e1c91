"""Invitations, reminders, calendars: what goes out, and that it goes out once."""
