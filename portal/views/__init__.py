from portal.views.forms import forms
from portal.views.home import home, patient
from portal.views.visits import calendar_file, visit, visits

__all__ = ["calendar_file", "forms", "home", "patient", "visit", "visits"]
