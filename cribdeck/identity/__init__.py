"""Facts and the old lock in, facts with lasting GUIDs and the new lock out: no review is lost or given to another."""

from cribdeck.identity.adopt import Adopted, Card, adopt
from cribdeck.identity.identify import Identified, Offer, identify
from cribdeck.identity.lock import NAME, Lock, format_lock, read_lock
from cribdeck.identity.plan import Change, Plan, Unsure, plan_json
from cribdeck.identity.relink import find_guid, relink, undo_relink
from cribdeck.identity.retire import Tombstone

__all__ = [
    "NAME",
    "Adopted",
    "Card",
    "Change",
    "Identified",
    "Lock",
    "Offer",
    "Plan",
    "Tombstone",
    "Unsure",
    "adopt",
    "find_guid",
    "format_lock",
    "identify",
    "plan_json",
    "read_lock",
    "relink",
    "undo_relink",
]
