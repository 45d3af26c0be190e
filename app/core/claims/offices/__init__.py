"""Who holds which office, told by the way: in an apposition, a title, a complement, or by an appointment."""
