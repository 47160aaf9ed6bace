"""Facts and the old lock in, facts with lasting GUIDs and the new lock out: no review is lost or given to another."""
