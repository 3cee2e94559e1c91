"""Every table of the product, imported so that the metadata is complete."""

from core import audit, site, vectors
from core.accounts import attempts, invitations, one_time, second_factor
from core.accounts import models as accounts
from core.base import Base
from core.cycles import models as cycles
from core.duties import models as duties
from core.jobs import models as jobs
from core.mail import models as mail
from core.outreach import ledger
from core.rights import models as rights
from core.staff import models as staff
from core.units import models as units
from core.uploads import models as uploads
from forum.attendance import models as attendance
from forum.calls import models as calls
from forum.discussion import models as discussion
from forum.moderation import models as moderation
from forum.notes import models as notes
from forum.room import models as room
from forum.seats import models as seats
from forum.workshops import models as workshops
from plan import item_models, ledger_models
from plan import models as plan
from plan.coding import models as coding
from plan.consulting import models as consulting
from plan.following import models as following
from plan.needing import models as needing
from plan.programmes import models as programmes
from plan.proposals import models as proposals
from plan.replies import models as replies
from plan.scheduling import models as scheduling
from plan.taxonomies import models as taxonomies
from plan.workbench import models as workbench
from surveys import answer_models
from surveys import models as surveys
from surveys.invitations import models as survey_invitations
from surveys.xlsform import models as xlsform

MODULES = (
    audit,
    site,
    accounts,
    one_time,
    attempts,
    second_factor,
    invitations,
    cycles,
    duties,
    jobs,
    mail,
    rights,
    staff,
    units,
    uploads,
    vectors,
    surveys,
    xlsform,
    answer_models,
    survey_invitations,
    workshops,
    seats,
    attendance,
    room,
    ledger,
    calls,
    notes,
    discussion,
    moderation,
    plan,
    replies,
    needing,
    following,
    item_models,
    ledger_models,
    scheduling,
    consulting,
    proposals,
    programmes,
    taxonomies,
    workbench,
    coding,
)
METADATA = Base.metadata
