"""Error pages that need nothing: no database, no session."""

from django.shortcuts import render


def csrf_failure(request, reason=""):
    """The form's seal is missing or old: say what to do, keep nothing, change nothing."""
    return render(request, "403_csrf.html", status=403)
