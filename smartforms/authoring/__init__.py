"""Changing a draft: pure functions on the FHIR JSON of a questionnaire (docs/adr/0011-a-draft-is-fhir.md).

They change the dict they are given, which was read from a draft a moment ago, and touch nothing they were not asked to:
what the builder has no control for stays in the file. Items are named by their FHIR element id (`opening` gives one to
each), because linkIds hold slashes and blanks and places move.
"""
