"""A draft has an identity, however often it is tried: its client's id for it, or one of its own."""

from rip.accounts.models import User
from rip.chat.messages.drafts import Draft
from rip.chat.protocol.frames import LONGEST_CLIENT_ID

AUTHOR = User(pk=7)


def test_the_id_of_a_client_is_taken() -> None:
    draft = Draft(2, "customer", AUTHOR, "a", "mine")
    assert draft.stored_id == "mine"
    assert draft.identity == (2, 7, "mine")


def test_without_one_a_draft_has_an_id_that_no_client_can_choose_and_the_table_has_space_for() -> (
    None
):
    drafts = [Draft(2, "customer", AUTHOR, "a") for _ in range(100)]
    ids = {draft.stored_id for draft in drafts}
    assert len(ids) == 100
    for stored_id in ids:
        assert stored_id.startswith(" ")
        assert len(stored_id) <= LONGEST_CLIENT_ID
