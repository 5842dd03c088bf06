"""Records to compare; and Pia’s, which was joined into Uma’s."""

from common.tests.moment import AT
from records.actions.joining import merging
from records.joining.look import look_at
from records.models import Patient
from records.tests.factories import PatientFactory


def things_of_joining(world) -> dict:
    """Pairs by name, the merge, and the record that is closed by it."""
    pia = PatientFactory(clinic=world.harbour, email="")
    uma = Patient.objects.get(pk=world.uma_record.pk)
    seen = look_at(uma, pia, at=AT).seen
    merge = merging.merge(uma, pia, values={}, chosen=None, seen=seen, by=world.nora, at=AT)
    ana, kit, zoe = (getattr(world, f"{name}_record").pk for name in ("ana", "kit", "zoe"))
    return {
        "ana and kit": {"one": ana, "other": kit},
        "ana and zoe": {"one": ana, "other": zoe},
        "kit into ana": {"kept": ana, "gone": kit},
        "zoe into ana": {"kept": ana, "gone": zoe},
        "pia into uma": {"kept": uma.pk, "gone": pia.pk},
        "uma’s merge": {"patient": uma.pk, "merge": merge.pk},
        "ana with uma’s merge": {"patient": ana, "merge": merge.pk},
        "zoe with uma’s merge": {"patient": zoe, "merge": merge.pk},
        "pia, joined": {"patient": pia.pk},
    }
