"""Who compares records (those who keep demographics), who joins and parts them (managers and owners, who type their
password once more: 302), and where a record leads that was joined into another."""

from tests.matrix.door import TEAM, Door

COMPARES = "200 finn mo nora | 403 petra quinn bea | 404"
ACTS = "302 finn mo nora | 403 petra quinn bea | 404"
NOT_THERE = "403 petra quinn bea | 404"
JOINS, NOT_JOINED = "302 mo nora | 403 finn petra quinn bea | 404", "403 finn petra quinn bea | 404"
LEADS_ON = f"302 {TEAM} | 404"

JOINING = [
    Door("office:duplicates", "", COMPARES),
    Door("office:compare", "ana and kit", COMPARES),
    Door("office:compare", "ana and zoe", NOT_THERE),
    Door("office:compare", "missing", NOT_THERE),
    Door("office:join_request", "ana and kit", "405", ACTS),
    Door("office:join_request", "ana and zoe", "405", NOT_THERE),
    Door("office:join_request", "missing", "405", NOT_THERE),
    Door("office:apart", "ana and kit", "405", ACTS),
    Door("office:apart", "ana and zoe", "405", NOT_THERE),
    Door("office:apart", "missing", "405", NOT_THERE),
    Door("office:joining", "kit into ana", JOINS, JOINS),
    Door(
        "office:joining", "pia into uma", JOINS, JOINS
    ),  # it is done already: told on the page of the kept one
    Door("office:joining", "zoe into ana", NOT_JOINED, NOT_JOINED),
    Door("office:joining", "missing", NOT_JOINED, NOT_JOINED),
    Door("office:merge", "uma’s merge", JOINS, JOINS),
    Door("office:merge", "ana with uma’s merge", NOT_JOINED, NOT_JOINED),
    Door("office:merge", "zoe with uma’s merge", "404", "404"),
    Door("office:merge", "missing", "404", "404"),
    Door("office:patient", "pia, joined", LEADS_ON),
    Door("office:access", "pia, joined", LEADS_ON),
]
