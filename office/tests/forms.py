"""Forms that the stories of the cast do not have."""

from dataclasses import replace

from smartforms.tests.factories import TemplateFactory, VersionFactory
from tests.story import sent_form


def administrative(cast):
    """A form about no one's health that Ana sent in."""
    template = TemplateFactory(clinic=cast.harbour, title="Parking", is_clinical=False)
    VersionFactory(template=template)
    house = replace(cast.at_harbour, form=template)
    return sent_form(house, cast.ana_record, by=cast.ana, words="A red van")
