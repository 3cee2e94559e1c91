"""Who may go where, written out by hand beside the policy table: a door that opens wider is seen here.

Each line of a text is a route; its heading names everybody it is open to. A new route gets a line.
"""

DOORS: dict[str, str] = {
    "everybody": """
        accounts.invited
        accounts.login
        accounts.register
        accounts.second_step
        accounts.setup
        cycles.show
        forgotten.ask
        forgotten.by_mail
        forgotten.choose
        forgotten.code
        health.healthz
        health.readyz
        home.accessibility
        home.index
        home.privacy
        public_plan.download
        public_plan.index
        public_plan.show
        public_themes.index
        public_themes.show
        survey_results.public
        survey_results.public_figures
        surveys.answer
        surveys.feedback
        surveys.index
        surveys.short
        surveys.units
        trace.ask
        trace.show
        uploads.show
    """,
    "signed-in": """
        accounts.logout
        own_account.devices
        own_account.email
        own_account.end_device
        own_account.logout_everywhere
        own_account.password
        own_account.show
        second_step.recovery
        second_step.set_up
        second_step.show
        second_step.turn_off
        survey_duties.mirror
    """,
    "staff": """
        decisions.show
        manage_questions.change
        manage_questions.choose
        manage_questions.create
        manage_questions.delete
        manage_questions.down
        manage_questions.duplicate
        manage_questions.up
        manage_surveys.change
        manage_surveys.close
        manage_surveys.copy
        manage_surveys.create
        manage_surveys.delete
        manage_surveys.index
        manage_surveys.open_results
        manage_surveys.preview
        manage_surveys.publish
        manage_surveys.show
        survey_imports.check
        survey_imports.discard
        survey_imports.pair
        survey_imports.upload
        survey_links.index
        survey_links.sheet
        survey_results.export_answers
        survey_results.texts
        survey_skm.add_template
        themes.index
        themes.show
        themes.unclassified
    """,
    "planner administrator": """
        manage_cycles.confirm_phase
        manage_cycles.create
        manage_cycles.edit
        manage_cycles.index
        manage_cycles.make_current
        manage_cycles.move_phase
        manage_cycles.openings
        manage_cycles.show
    """,
    "planner": """
        decisions.accept
        decisions.merge
        decisions.reject
        decisions.rename
        decisions.reopen
        indicators.change
        indicators.change_measurement
        indicators.create
        indicators.delete
        indicators.delete_measurement
        indicators.measure
        needs.quote
        needs.rename
        plan_items.change
        plan_items.create
        plan_items.delete
        plan_items.move
        themes.start
    """,
    "administrator": """
        duties.choose
        duties.create
        duties.end
        duties.index
        first_steps.hide
        first_steps.index
        invitations.create
        invitations.index
        invitations.revoke
        logo.edit
        logo.remove
        mail_settings.by_hand
        mail_settings.show
        manage_accounts.create
        manage_accounts.disable
        manage_accounts.edit
        manage_accounts.enable
        manage_accounts.index
        manage_accounts.reset_second_step
        manage_codes.many
        manage_codes.one
        manage_merge.choose
        manage_merge.confirm
        outbox.cancel
        outbox.hand_on
        outbox.index
        outbox.send_again
        outbox.show
        settings.edit
        settings.languages
        settings.registration
        settings.security
        units.create
        units.edit
        units.index
    """,
    "administrator auditor": """
        audit.export
        audit.index
    """,
    "staff auditor": """
        survey_results.export_figures
        survey_results.show
        survey_skm.report
    """,
    "staff auditor checker feedback_officer partner signer superior": """
        manage.start
    """,
    "staff auditor checker signer": """
        plan_items.index
        plan_items.show
    """,
    "staff checker signer": """
        needs.index
        needs.show
    """,
    "auditor": """
        survey_duties.figures
    """,
    "feedback_officer": """
        survey_duties.feedback
        survey_duties.unit_feedback
        survey_duties.unit_texts
    """,
    "partner": """
        partner.index
        partner.show
    """,
    "superior": """
        survey_duties.superior
    """,
}
