"""The rating sheet: one component, plain HTML, CSS and JavaScript, no build step, no network."""

from assessment.ui.rating_sheet.sheet import Change, Events, events_of, rating_sheet

__all__ = ["Change", "Events", "events_of", "rating_sheet"]
