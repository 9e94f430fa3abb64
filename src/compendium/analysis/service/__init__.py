"""The service's casework log: referrals, waits, activities, and what is amiss with it."""
