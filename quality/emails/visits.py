"""The words of messages about visits to workplaces."""
