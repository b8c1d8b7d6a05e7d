"""How well marks and names are told: promised places at volume, and names in real hands."""
