"""The extensions of FHIR that are ours, where neither R4 nor SDC has one (docs/adr/0011-a-draft-is-fhir.md).

They travel in every export, so a form comes back whole; other systems pass over them.
"""

OURS = "urn:anteroom:fhir:"

BAND = OURS + "band"  # on a number: what a value means; parts low, high, label, tone (ok, warn, bad), alert
ALERT = OURS + "alert"  # on an option, or on a yes/no question (parts answer, words): staff are told at once
CONSENT = (
    OURS + "consent"
)  # on a yes/no question: only yes lets the form go; the value is the label of the tick
CARRY_OVER = OURS + "carry-over"  # on a question: begins with the last answer, marked "still true?"
TYPED_ONLY = OURS + "typed-only"  # on a signature: the name is typed, nothing is drawn
ONE_BY_ONE = OURS + "one-by-one"  # on the questionnaire: one question a page
ADDENDUM = OURS + "addendum"  # on a response: a correction beside it; parts words, at, by (clinic or patient)

# Acted upon; the others are kept and said to change nothing yet.
TAKEN = {ALERT, BAND, CONSENT}
