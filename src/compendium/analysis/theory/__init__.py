"""The programme theory, its configurations (CMOCs) and the evidence on them."""
