"""Documents without their secrets: plans, every other copy, clean copies to share."""
