"""What the cells of a casework log may say: who refers, by what route, about what, what is done."""

from __future__ import annotations

REFERRERS = (
    "self",
    "social_worker",
    "iro_chair",
    "carer",
    "residential_home",
    "personal_adviser",
    "school",
    "health",
    "solicitor_court",
    "third_sector",
    "parent",
    "other",
)
ROUTES = ("active_offer", "issue_based", "repeat", "visiting_advocate")
CARE_STATUSES = (
    "looked_after",
    "child_protection",
    "care_and_support",
    "care_leaver",
    "pre_proceedings",
    "proceedings",
    "other",
)
ISSUES = (
    "placement_move",
    "family_time",
    "plan_or_review",
    "education",
    "money_or_housing",
    "leaving_care",
    "complaint",
    "safety",
    "health",
    "court_or_legal",
    "other",
)
NOT_ACCEPTED_REASONS = (
    "out_of_remit",
    "no_capacity",
    "declined_by_person",
    "duplicate",
    "unreachable",
)
CLOSURE_REASONS = (
    "issue_resolved",
    "partly_resolved",
    "not_resolved",
    "person_ended",
    "moved_area",
    "no_contact",
    "aged_out",
    "service_ended",
)
# What can be wrong with the order of a referral's dates; the first that applies is named.
DATE_PROBLEMS = (
    "contact_before_referral",
    "allocated_before_referral",
    "contact_before_allocation",
    "closed_before_referral",
    "closed_before_contact",
    "after_extraction",
)
# What is done for somebody, once their referral is accepted.
ACTIVITY_TYPES = (
    "info_rights",
    "prep_meeting",
    "attend_meeting",
    "represent",
    "report_reading",
    "visit",
    "phone_text",
    "liaison",
    "follow_up",
    "complaint",
    "group_work",
    "debrief",
    "non_instructed_obs",
    "travel_admin",
)
# What can be wrong with the date of an activity.
ACTIVITY_DATE_PROBLEMS = ("activity_before_referral", "activity_after_extraction")
