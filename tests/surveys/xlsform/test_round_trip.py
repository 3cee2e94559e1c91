"""What pyxform makes of a form and of our export of it is the same XForm, to the letter."""

import pytest
from pyxform.xls2xform import convert

from surveys.xlsform import FormSettings, read_form, write_form
from tests.surveys.xlsform.forms import FORMS


def xform(content: bytes) -> str:
    """The XForm of a file, read with the title that files without one get from their name."""
    return str(convert(content, file_type=".xlsx", form_name="data").xform)


@pytest.mark.parametrize("name", FORMS)
def test_the_xform_of_the_original_and_of_the_export_is_identical(name: str) -> None:
    original = FORMS[name]
    read = read_form(original)
    assert read.refusals == ()
    settings = FormSettings.from_json(read.settings.to_json())
    written = write_form(read.questions, settings, title="data", key="data")
    assert xform(written) == xform(original)
