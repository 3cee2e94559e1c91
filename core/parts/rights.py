"""The audit log, one's own data, consent, retention."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from core.errors import N_
from core.pages.rights import audit, manage_erasure, own_data, retention
from core.policy import ADMINISTRATORS, OWN_RIGHTS, Duty, Policy
from core.rights import personal
from core.rights.erasing import REASON_LABELS, ErasureReason
from core.rights.models import ConsentKind
from core.rights.retention import is_due, purge_daily
from core.slices import JobEffect, NavGroup, NavItem, PersonalData, Retention, Slice

PURGE = "core.purge"

POLICIES: dict[str, Policy] = {
    "audit.index": ADMINISTRATORS.also(Duty.AUDITOR),
    "audit.export": ADMINISTRATORS.also(Duty.AUDITOR),
    "own_data.show": OWN_RIGHTS,
    "own_data.download": OWN_RIGHTS,
    "own_data.history": OWN_RIGHTS,
    "own_data.withdraw": OWN_RIGHTS,
    "own_data.consent": OWN_RIGHTS,
    "own_data.erase": OWN_RIGHTS,
    "manage_erasure.erase": ADMINISTRATORS,
    "retention.show": ADMINISTRATORS,
    "retention.run": ADMINISTRATORS,
}

NAVIGATION = (
    NavItem(
        N_("Catatan audit"),
        "audit.index",
        order=95,
        staff=True,
        about=N_("Siapa mengubah apa, dan kapan."),
        group=NavGroup.SYSTEM,
    ),
    NavItem(
        N_("Masa simpan data"),
        "retention.show",
        order=94,
        staff=True,
        about=N_("Apa yang disimpan, mengapa, dan berapa lama."),
        group=NavGroup.SYSTEM,
    ),
)

ACTIONS = {
    "account.erase": N_("menghapus akun"),
    "audit.export": N_("mengunduh catatan audit"),
    "consent.give": N_("memberi persetujuan"),
    "consent.withdraw": N_("menarik persetujuan"),
    "retention.change": N_("mengubah masa simpan"),
    "retention.purge": N_("menghapus data yang lewat masa simpan"),
}

FACT_VALUES: dict[str, Mapping[Any, str]] = {
    "account.erase": {ErasureReason.SELF: N_("Pemilik akun sendiri"), **REASON_LABELS},
    "consent.give": {ConsentKind.ACCOUNT: N_("pembuatan akun")},
}

PERSONAL_DATA = (
    PersonalData(
        key="consents",
        label=N_("Persetujuan Anda"),
        columns=personal.CONSENT_COLUMNS,
        collect=personal.collect_consents,
        erase=personal.erase_consents,
        merge=personal.merge_consents,
    ),
    PersonalData(
        key="processing_log",
        label=N_("Riwayat pemrosesan"),
        columns=personal.LOG_COLUMNS,
        collect=personal.collect_log,
        erase=personal.keep_log,
        merge=personal.keep_log,
    ),
)

RETENTION = (
    Retention(
        key="audit",
        label=N_("Catatan audit"),
        reason=N_("Bukti siapa mengubah apa; tanpa nama dan tanpa isi tulisan. Tidak dapat dihapus."),
        tables=frozenset({"audit_event"}),
    ),
    Retention(
        key="consents",
        label=N_("Persetujuan"),
        reason=N_("Bukti persetujuan, selama akunnya ada; dihapus bersama akun."),
        tables=frozenset({"consent", "consent_text"}),
    ),
    Retention(
        key="retention",
        label=N_("Masa simpan dan penghapusan terakhir"),
        reason=N_("Pilihan kantor dan satu tanggal, bukan data tentang seseorang."),
        tables=frozenset({"retention_setting", "purge_day"}),
    ),
)


def _purge(session: Session, _payload: Mapping[str, object]) -> JobEffect:
    due = is_due(session)

    def effect(session: Session) -> Mapping[str, object]:
        return {"deleted": purge_daily(session, retention.classes()) if due else None}

    return effect


PART = Slice(
    name="rights",
    blueprints=(audit.blueprint, own_data.blueprint, manage_erasure.blueprint, retention.blueprint),
    policies=POLICIES,
    navigation=NAVIGATION,
    jobs={PURGE: _purge},
    job_labels={PURGE: N_("Menghapus data yang lewat masa simpan")},
    periodic=(PURGE,),
    personal_data=PERSONAL_DATA,
    retention=RETENTION,
    actions=ACTIONS,
    fact_values=FACT_VALUES,
)
