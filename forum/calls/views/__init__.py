"""Pages of what goes out: calendars, invitations, reminders, WhatsApp."""
