"""The steps, as hypothesis plays them: each may come after any other."""

from contextlib import ExitStack
from unittest.mock import patch

from django.db import IntegrityError, transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from records.joining.closed import is_refusal
from tests.merging.odd import looks
from tests.merging.odd.world import HOUR, NAMES, PEOPLE, World

NAME, WHO = st.sampled_from(NAMES), st.sampled_from(PEOPLE)
NUMBER, YES_NO, BOSS = st.integers(0, 3), st.booleans(), st.integers(0, 1)
RELATION, TAKE = st.sampled_from(["self", "self", "carer"]), st.frozensets(st.integers(0, 8))
FIELD = st.sampled_from(["phone", "email", "address", "occupation", "given_name"])
STEPS = {
    "join": [NAME, NAME, BOSS, TAKE, NUMBER, YES_NO],
    "undo": [NUMBER, BOSS, YES_NO],
    "there_and_back": [NAME, NAME, TAKE, NUMBER],
    "ask": [NAME, WHO, YES_NO],
    "accept": [NUMBER, BOSS],
    "decline": [NUMBER, BOSS],
    "complete": [NUMBER, BOSS],
    "hold": [NAME, BOSS],
    "lock": [NAME, BOSS],
    "lift_hold": [NAME, NUMBER],
    "lift_lock": [NAME, NUMBER],
    "give": [NAME, WHO, YES_NO, RELATION],
    "revoke": [NAME, WHO],
    "deny": [NAME, WHO],
    "lift_denial": [NAME, WHO],
    "invite": [NAME, WHO, YES_NO, RELATION],
    "issue": [NAME, YES_NO, RELATION],
    "accept_invitation": [NUMBER, WHO, YES_NO],
    "redeem": [NUMBER, WHO, YES_NO],
    "note": [NAME, YES_NO],
    "paper": [NAME, YES_NO],
    "hand_in": [NAME, WHO],
    "refuse": [NUMBER],
    "visit": [NAME],
    "contact": [NAME],
    "correct": [NAME, FIELD],
    "propose": [NAME, WHO, st.sampled_from(["open", "accept", "decline"])],
    "take_out": [NAME, WHO, YES_NO],
    "wait": [st.sampled_from([1, 20, 31, 400])],
}
# The words in all tables are looked for after what moves or empties them; who sees what, after every step.
MOVES, HOLDS = {"undo", "there_and_back", "accept", "complete"}, {"join", "hold", "lift_hold"}


def _one_of(*names):
    return st.one_of(*(st.tuples(st.just(name), *STEPS[name]) for name in names))


class OddOrders(RuleBasedStateMachine):
    """`cast` is whom it is about, `look_more` what is asked when a sequence is over."""

    cast, look_more = None, None

    def __init__(self):
        super().__init__()
        self.played = []
        self.around = ExitStack()
        self.around.enter_context(transaction.atomic())
        self.around.callback(transaction.set_rollback, True)
        self.world = World(self.cast)
        self.around.enter_context(patch("common.clock.now", lambda: self.world.at))

    def do(self, name, *how):
        """One step. A row for a record that was closed meanwhile is refused by the database, as it should be."""
        self.world.at += HOUR
        self.played.append((name, *how))
        try:
            with transaction.atomic():
                getattr(self.world, name)(*how)
        except IntegrityError as error:
            if not is_refusal(error):
                raise
        looks.access_holds(self.world)
        if name in MOVES or name in HOLDS:
            looks.holds_hold(self.world)
        if name in MOVES:
            looks.tables_hold(self.world)

    @initialize(first=st.lists(_one_of("give", "note", "hold", "lock", "ask"), min_size=2, max_size=5))
    def begin(self, first):
        for step in first:
            self.do(*step)

    @rule(step=_one_of("join"))
    def one_record(self, step):
        self.do(*step)

    @rule(step=_one_of("undo", "undo", "there_and_back"))
    def two_again(self, step):
        self.do(*step)

    @rule(step=_one_of("ask", "accept", "accept", "complete", "decline"))
    def forget(self, step):
        self.do(*step)

    @rule(step=_one_of("hold", "lock", "lift_hold", "lift_lock"))
    def keep_or_shut(self, step):
        self.do(*step)

    @rule(step=_one_of("give", "revoke", "deny", "lift_denial"))
    def let_in(self, step):
        self.do(*step)

    @rule(step=_one_of("invite", "issue", "accept_invitation", "redeem"))
    def come_in(self, step):
        self.do(*step)

    @rule(step=_one_of("note", "paper", "hand_in", "refuse", "visit", "contact", "correct", "propose"))
    def write(self, step):
        self.do(*step)

    @rule(step=_one_of("take_out", "wait", "wait"))
    def later(self, step):
        self.do(*step)

    def teardown(self):
        try:
            if self.look_more:
                self.look_more(self.world)
        finally:
            self.around.close()


def played(cast, *steps) -> OddOrders:
    """One sequence of one's own; whoever asks for it closes it (`teardown`)."""
    story = type("Story", (OddOrders,), {"cast": cast})()
    try:
        for step in steps:
            story.do(*step)
    except BaseException:
        story.around.close()
        raise
    return story
