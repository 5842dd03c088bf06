"""Somebody acts on a record in the very moment in which it is joined into another: told in words, nothing written."""

from django.db import IntegrityError
from django.shortcuts import render

from records.joining.closed import is_refusal


class JoinedMeanwhile:
    """Turns the database's refusal into a page (409)."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        """Only this one refusal; every other error stays one."""
        if isinstance(exception, IntegrityError) and is_refusal(exception):
            return render(request, "records/joined_meanwhile.html", status=409)
        return None
