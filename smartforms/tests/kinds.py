"""Pages of a form as a browser without scripts sends them."""

from django.urls import reverse

from smartforms.models import Response


def url(form, name, *more):
    return reverse(f"smartforms:{name}", args=[form.patient_id, form.pk, *more])


def response_of(form) -> Response:
    return Response.objects.get(assignment=form)


def post(client, form, *keys, number=1, then="continue", name="page", **values):
    values = {name.replace("__", "-"): value for name, value in values.items()}
    given = getattr(form, "response", None) and response_of(form).revision
    revision = (
        Response.objects.filter(assignment=form).values_list("revision", flat=True).first() or given or 0
    )
    return client.post(url(form, name, number), {"asked": keys, "revision": revision, "then": then, **values})
