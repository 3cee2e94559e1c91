"""Mails: written in the business transaction, sent by a job, or waiting for a person where no mail is set up."""
