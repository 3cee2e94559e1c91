"""XLSForm: the spreadsheet in which ODK, Kobo and Enketo forms are written, as far as Rembuk asks the same.

What is not supported is refused with its sheet, row and column; nothing is dropped in silence. What an
XLSForm says beyond a questionnaire (names of lists and groups) stays with each question under FACTS.
"""

from surveys.xlsform.cells import Refusal
from surveys.xlsform.reading import ReadForm, read_form
from surveys.xlsform.settings import FormSettings
from surveys.xlsform.writing import write_form

__all__ = ["FormSettings", "ReadForm", "Refusal", "read_form", "write_form"]
